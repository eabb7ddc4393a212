// All figures, where one file brings them all.

import { fill } from "../page/element.js";
import { BowlFigure } from "./bowl.js";
import { BumpsFigure } from "./bumps.js";
import { DigitFigure } from "./digit.js";
import { GraphFigure } from "./graph.js";
import { NetworkFigure } from "./network.js";
import { SlopeFigure } from "./slope.js";
import { XorFigure } from "./xor.js";

const ALL = [NetworkFigure, GraphFigure, SlopeFigure, BowlFigure, XorFigure, BumpsFigure, DigitFigure];
export const KINDS = Object.fromEntries(ALL.map((each) => [each.kind, each]));

/** Fill an element with a figure of a kind. */
export function show(host, kind, settings, more) {
  return fill(host, KINDS[kind], settings, more);
}
