import "prism-code-editor/prism/languages/python";
import "prism-code-editor/languages/python";
export { createEditor } from "prism-code-editor";
export { defaultKeymap, editHistory, editorCommands } from "prism-code-editor/commands";
export { matchBrackets } from "prism-code-editor/match-brackets";
