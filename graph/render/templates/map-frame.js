(function () {
  "use strict";
  /* vis-network believes that it is a module, and so leaves no name on the page. */
  const vis = (function () {
    const exports = {};
    const module = { exports };
    var define, regeneratorRuntime;
    const shared = "__core-js_shared__" in globalThis;
    /* vis */
    if (!shared) delete globalThis["__core-js_shared__"];
    return exports;
  })();
  /* map */
})();
