// The queue by keyboard: n opens the next marking, / goes to the search.
import { Keys } from "./workbench-keys.js";

new Keys().on("/", () => document.querySelector("#q")?.focus());
