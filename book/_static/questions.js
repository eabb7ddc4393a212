// A question that book_questions.py has marked becomes a form. A prediction opens the outputs that follow and stands
// beside the first; a right answer opens its explanation. Answers stay in this browser.
const PREFIX = "bpfp:answer:";
const PAGE = location.pathname.split("/").slice(-2).join("/").replace(/\.html$/, "");

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const AS_TYPED = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
const LARGE = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 };
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The number that a reader means by "3/4", "1e-3", "10^−3", "0,5", "½", "100,000", "50 %" or "a factor of ten"; NaN
    if there is none. */
export function readNumber(text) {
  const plain = text
    .toLowerCase()
    .replace(/[⁺⁻⁰¹²³⁴-⁹]+/g, (power) => `^${power.replace(/./g, superscript)}`)
    .replace(/(\d*)\s*([¼-¾⅐-⅞])/g, (_, whole, part) => `(${whole || 0}+${part.normalize("NFKC")})`)
    .normalize("NFKC")
    .replace(/[−–—‐‑]/g, "-")
    .replace(/⁄/g, "/")
    .trim()
    .replace(/^(about|around|roughly|approximately|[≈~=])\s*/, "")
    .replace(/^(by )?(a )?factor (of )?/, "")
    .replace(/^(an?|one) (?=half|quarter|hundred|thousand|million|billion)/, "")
    .replace(/\bhalf\b/, "0.5")
    .replace(/\bquarter\b/, "0.25")
    .replace(/\b(?:per ?cent)\b/, "%")
    .replace(/[a-z]+/g, (word) => (WORDS.includes(word) ? WORDS.indexOf(word) : word))
    .replace(/(\d)\s*(?=hundred|thousand|million|billion)/g, "$1*")
    .replace(/\b(hundred|thousand|million|billion)\b/g, (word) => LARGE[word])
    .replace(/(\d)[\s'’](?=\d{3}(?!\d))/g, "$1")
    .replace(/(^|[^\d.,])([1-9]\d{0,2}(,\d{3})+)(?![\d,])/g, (thousands) => thousands.replaceAll(",", ""))
    .replace(/(\d),(?=\d)/g, "$1.")
    .replace(/(\d+)\s+(\d+\/\d+)/g, "($1+$2)")
    .replace(/\*\*/g, "^")
    .replace(/([\d)%]\s*)[×·⋅∙x](?=\s*[\d(.√])/g, "$1*")
    .replace(/([\d)])\s*(m\/s|meters per second|times|digits?|units?|×|x|-?fold)\.?$/, "$1");
  const value = calculated(plain);
  return Number.isFinite(value) ? value : NaN;
}

function superscript(sign) {
  return { "⁻": "-", "⁺": "+" }[sign] ?? SUPERSCRIPTS.indexOf(sign);
}

/** The value of a sum of products of powers, NaN if it is not one. */
function calculated(text) {
  const tokens = text.match(/\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|sqrt|pi|\S/g) ?? [];
  const take = (...wanted) => (wanted.includes(tokens[0]) ? tokens.shift() : "");

  function sum() {
    let value = product();
    for (let sign; (sign = take("+", "-")); ) value += sign === "+" ? product() : -product();
    return value;
  }
  function product() {
    let value = signed();
    for (let sign; (sign = take("*", "/")); ) value = sign === "*" ? value * signed() : value / signed();
    return value;
  }
  function signed() {
    const sign = take("-", "+");
    if (sign) return sign === "-" ? -signed() : signed();
    let value = atom();
    if (take("^")) value **= signed();
    while (take("%")) value /= 100;
    return value;
  }
  function atom() {
    if (take("sqrt", "√")) return Math.sqrt(atom());
    if (take("pi", "π")) return Math.PI;
    if (take("(")) {
      const value = sum();
      return take(")") ? value : NaN;
    }
    return Number(tokens.shift() ?? NaN);
  }

  const value = sum();
  return tokens.length ? NaN : value;
}

function plainWord(text) {
  return text
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[×*]/g, "x")
    .replace(/(\d\s*)by(?=\s*\d)/g, "$1x")
    .replace(/[−–—‐‑]/g, "-")
    .replace(/[\s.!?"'“”‘’()[\]{}]/g, "");
}

function isNear(value, right, within) {
  const size = parseFloat(within || "0");
  if (within.endsWith("x")) return value / right > 0 && Math.max(value / right, right / value) <= size;
  const distance = within.endsWith("%") ? (size / 100) * Math.abs(right) : size;
  return Math.abs(value - right) <= distance + 1e-9 * Math.abs(right);
}

/** What is to be filled in: how it is judged (true, false, or null if that cannot be said) and what is right. */
function field({ dataset }) {
  const kind = ["number", "word", "choice"].find((name) => name in dataset);
  const answers = dataset[kind].split("|");
  const near = (value, within = dataset.within ?? "") => answers.some((right) => isNear(value, Number(right), within));
  return {
    kind,
    label: dataset.label ?? "",
    right: kind === "choice" ? `(${answers[0]})` : answers[0].replaceAll("-", "−"),
    judge(text) {
      if (kind === "choice") return text === answers[0];
      if (kind === "word") return answers.some((right) => plainWord(right) === plainWord(text));
      const value = readNumber(text);
      return Number.isNaN(value) ? null : near(value);
    },
    isExact: (text) => kind !== "number" || near(readNumber(text), ""),
    onlySignIsWrong: (text) => kind === "number" && near(-readNumber(text)),
  };
}

const kept = {
  of: (key) => `${PREFIX}${PAGE}:${key}`,
  read(key, count) {
    try {
      const found = JSON.parse(localStorage.getItem(this.of(key)));
      return Array.isArray(found) && found.length === count ? found.map(String) : null;
    } catch {
      return null; // no storage, or not ours
    }
  },
  write(key, answers) {
    try {
      localStorage.setItem(this.of(key), JSON.stringify(answers));
    } catch {
      // a private window keeps nothing
    }
  },
};

const forms = [];

/** Forget the answers of all pages. */
export function clearAnswers() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  for (const form of forms) form.clear();
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** What an answer opens: the explanation, or the cells below. */
function whatFollows(paragraph) {
  const cells = [];
  for (let next = paragraph.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches(".cell")) cells.push(next);
    else if (cells.length || next.matches("section") || next.querySelector("[data-question]")) break;
    else if (next.matches("details")) return { cells, explanation: next };
  }
  return { cells, explanation: null };
}

class Question {
  constructor(key, marks) {
    this.key = key;
    this.fields = marks.map(field);
    const paragraph = marks[0].closest("p");
    Object.assign(this, whatFollows(paragraph));
    this.status = element("p", { role: "status", class: "question-verdict" });
    const number = paragraph.querySelector("strong")?.textContent.replace(/\D/g, "");
    const name = this.explanation
      ? ["Your answer", element("span", { class: "visually-hidden" }, number ? ` to question ${number}` : "")]
      : ["Your prediction"];
    this.form = element("form", { class: "question" });
    this.form.append(
      this.fields[0].kind === "choice" ? this.choices(paragraph.nextElementSibling, name) : this.inputs(name),
      element("button", { type: "submit" }, this.explanation ? "Check" : "Show"),
      this.status,
    );
    paragraph.nextElementSibling === this.list ? this.list.before(this.form) : paragraph.after(this.form);
    if (this.list) this.form.querySelector("legend").after(this.list);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.restore();
  }

  /** The list of choices as it is, with a radio button before each. */
  choices(list, name) {
    this.list = list;
    for (const item of list.children) {
      const letter = item.textContent.match(/\(([a-z])\)/)[1];
      const radio = element("input", { type: "radio", name: this.key, value: letter });
      const text = element("span");
      text.append(...(item.querySelector("p") ?? item).childNodes);
      item.replaceChildren(element("label", {}, radio, text));
    }
    return element("fieldset", {}, element("legend", {}, ...name));
  }

  inputs(name) {
    const labelled = this.fields.map(({ label }) =>
      element(
        "label",
        {},
        element("span", {}, ...(label ? [label] : name)),
        element("input", { type: "text", maxlength: 60, ...AS_TYPED }),
      ),
    );
    return labelled.length === 1
      ? labelled[0]
      : element("fieldset", {}, element("legend", {}, ...name), element("div", {}, ...labelled));
  }

  get texts() {
    return [...this.form.querySelectorAll("input[type=text]")];
  }

  get answers() {
    if (!this.list) return this.texts.map((input) => input.value.trim());
    return [this.form.querySelector(":checked")?.value ?? ""];
  }

  submit() {
    const { answers } = this;
    const missing = answers.indexOf("");
    if (missing >= 0) {
      const several = answers.length > 1 && "Something is still missing.";
      this.say(this.list ? "Choose one first." : several || "Write your answer first.");
      (this.texts[missing] ?? this.form.querySelector("input")).focus();
      return;
    }
    const unread = this.explanation ? answers.findIndex((text, i) => this.fields[i].judge(text) === null) : -1;
    if (unread >= 0) {
      this.say(`I cannot read “${answers[unread]}” as a number. Write it as 12, 0.5, 3/4 or 1e-6, say.`);
      this.texts[unread].focus();
      return;
    }
    kept.write(this.key, answers);
    this.answer(answers);
    if (this.explanation && this.isRight) this.explanation.open = true;
    this.cells[0]?.querySelector(".prediction")?.scrollIntoView({ block: "nearest" });
  }

  restore() {
    const answers = kept.read(this.key, this.fields.length);
    if (!answers) return;
    if (this.list) {
      const radio = [...this.form.querySelectorAll("input")].find((input) => input.value === answers[0]);
      if (!radio) return;
      radio.checked = true;
    } else this.texts.forEach((input, i) => (input.value = answers[i]));
    this.answer(answers);
  }

  answer(answers) {
    const verdicts = answers.map((text, i) => this.fields[i].judge(text));
    this.isRight = verdicts.every(Boolean);
    this.form.dataset.verdict = this.isRight ? "right" : "open";
    if (this.explanation) this.say(this.isRight ? "Right." : this.notYet(answers, verdicts));
    else this.open(answers, verdicts);
  }

  notYet(answers, verdicts) {
    const named = (wanted) =>
      this.fields.filter((_, i) => verdicts[i] === wanted).map(({ label }) => label).join(", ");
    const rest = "Try again, or open the answer.";
    if (verdicts.includes(true)) return `Right so far: ${named(true)}. Not yet: ${named(false)}. ${rest}`;
    const sign = this.fields.every((each, i) => each.onlySignIsWrong(answers[i]));
    return sign ? `Not yet: the size is right, the sign is not. ${rest}` : `Not yet. ${rest}`;
  }

  /** The outputs that were predicted, and the prediction beside the first. */
  open(answers, verdicts) {
    const folds = this.cells.flatMap((cell) => [...cell.querySelectorAll("details.hide:not(.above-input)")]);
    for (const fold of folds) fold.open = true;
    const together = (values) =>
      values.map((value, i) => (this.fields[i].label ? `${this.fields[i].label}: ${value}` : value)).join("; ");
    const asWritten = answers.map((text, i) => (this.list ? `(${text})` : verdicts[i] === null ? `“${text}”` : text));
    if (answers.length > 1 && !this.isRight && !verdicts.includes(null)) asWritten.forEach((text, i) => (asWritten[i] = `${text} ${verdicts[i] ? "✓" : "✗"}`));
    const mine = `You predicted ${together(asWritten)}`;
    const right = `It comes out as ${together(this.fields.map((each) => each.right))}`;
    const below = folds.length ? " The output is open below." : "";
    if (verdicts.includes(null)) this.say(`${mine}. Hold it against the output.${below}`);
    else if (!this.isRight) this.say(`${mine}. ${right}.${below}`);
    else if (answers.every((text, i) => this.fields[i].isExact(text))) this.say(`${mine}, and so it is.${below}`);
    else this.say(`${mine}. ${right}, which is near enough.${below}`);
    if (folds.length) this.beside(folds[0], answers);
  }

  beside(fold, answers) {
    const cell = fold.closest(".cell");
    cell.querySelectorAll(":scope > .prediction, :scope > .prediction-output").forEach((old) => old.remove());
    const values = this.fields.map(({ label }, i) => {
      const name = label ? [element("span", {}, label), " "] : [];
      return element("p", { class: "prediction-value" }, ...name, this.list ? "" : answers[i]);
    });
    if (this.list) this.copyChoice(values[0]);
    const drew = fold.querySelector(".cell_output img, .cell_output svg:not(button *)");
    fold.before(
      element("div", { class: "prediction" }, element("p", { class: "prediction-title" }, "You predicted"), ...values),
      element("p", { class: "prediction-title prediction-output" }, drew ? "The cell drew" : "The cell printed"),
    );
    cell.classList.add("predicted");
  }

  /** The chosen text, once its formulas are typeset; the letter until then. */
  async copyChoice(place) {
    const chosen = this.form.querySelector(":checked");
    const text = chosen.nextSibling;
    place.textContent = `(${chosen.value})`;
    if (text.querySelector(".math:not(:has(mjx-container))")) {
      if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
      await window.MathJax?.startup?.promise;
    }
    place.replaceChildren(...text.cloneNode(true).childNodes);
  }

  say(text) {
    this.status.textContent = text;
  }

  clear() {
    this.form.reset();
    this.say("");
    delete this.form.dataset.verdict;
    for (const cell of this.cells) {
      cell.classList.remove("predicted");
      cell.querySelectorAll(":scope > .prediction, :scope > .prediction-output").forEach((old) => old.remove());
    }
  }
}

const marks = new Map();
for (const mark of document.querySelectorAll("[data-question]")) {
  const { question } = mark.dataset;
  marks.set(question, [...(marks.get(question) ?? []), mark]);
}
for (const [key, group] of marks) forms.push(new Question(key, group));
