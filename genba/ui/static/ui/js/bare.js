// The entry for slim pages: only what a form needs.
import "./toast.js";
import "./form.js";
import "./draft.js";
