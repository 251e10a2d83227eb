// 在页面第一次显示之前，放上读者上次选的大字和高对比、深浅颜色，免得先小后大、先亮后暗。
(() => {
  const scope = new URL("..", document.currentScript.src);
  const key = scope.pathname + "qd-access";
  const root = document.documentElement;
  root.classList.add("qd-js");
  root.classList.replace("no-js", "js"); // 主题的脚本要等到最后才换：那时整页的样式要重算一遍
  const show = (chosen) => {
    for (const [name, value] of [["qdSize", chosen.size], ["qdContrast", chosen.contrast]])
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
  };
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null; // 浏览器不让存，或者存的不是我们的：当作没有选过
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // 浏览器不让存：这一页照样有效，下一页要重选
    }
  };
  let chosen = read(key) || {};
  show(chosen);
  window.qdAccess = {
    get chosen() {
      return chosen;
    },
    choose(change) {
      chosen = { ...chosen, ...change };
      show(chosen);
      write(key, chosen);
    },
  };

  // ---- 主题的脚本要的几样（它原来写在网页里面）；深浅颜色照它的名称存，两种页面认同一个选择

  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((sum, c) => (sum << 5) - sum + c.charCodeAt(0), 0);
  window.__md_get = (name, store = localStorage, at = scope) => JSON.parse(store.getItem(`${at.pathname}.${name}`));
  window.__md_set = (name, value, store, at = scope) => {
    if (store) store.setItem(`${at.pathname}.${name}`, JSON.stringify(value));
    else write(`${at.pathname}.${name}`, value);
  };

  // ---- 深浅颜色：没有选过，就照设备的

  const colors = (input) =>
    Object.fromEntries(["media", "scheme", "primary", "accent"].map((n) => [n, input.getAttribute(`data-md-color-${n}`)]));
  const has = (media) => matchMedia(media).matches;
  window.qdPalette = (inputs, index) => {
    const chosen = inputs[Math.max(0, Math.min(index, inputs.length - 1))];
    let color = colors(chosen);
    if (color.media === "(prefers-color-scheme)")
      color = colors(inputs.find((i) => i !== chosen && has(i.getAttribute("data-md-color-media"))) || chosen);
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
    for (const input of inputs)
      if (input.nextElementSibling?.tagName === "LABEL") input.nextElementSibling.hidden = input !== chosen;
    return color;
  };
  const watch = new MutationObserver(() => {
    const form = document.querySelector("[data-md-component=palette]");
    if (!form?.nextElementSibling && document.readyState === "loading") return; // 还没有读到，或者没有读完
    watch.disconnect();
    if (!form) return;
    const inputs = [...form.querySelectorAll("input")];
    const saved = read(`${scope.pathname}.__palette`);
    qdPalette(inputs, saved ? saved.index : inputs.findIndex((i) => has(i.getAttribute("data-md-color-media"))));
  });
  watch.observe(document, { childList: true, subtree: true });
})();
