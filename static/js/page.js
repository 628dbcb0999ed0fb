// Entry of a page without a map.
import { enableShortlist } from "./shortlist.js";
import { enableCopy } from "./ui.js";

enableCopy();
enableShortlist();
