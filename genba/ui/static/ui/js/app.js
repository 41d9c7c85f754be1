// The entry for pages of the app. Every part works on events that bubble, so fragments need no setup.
import "./theme.js";
import "./dropdown.js";
import "./dialog.js";
import "./toast.js";
import "./network.js";
import "./form.js";
import "./draft.js";
import "./language_hint.js";
import "./palette.js";
import "./keyboard.js";
