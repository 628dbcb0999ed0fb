// Entry of a practice page without a map.
import { enableCopy } from "./ui.js";

enableCopy();
