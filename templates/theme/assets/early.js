// 在页面第一次显示之前，放上读者上次选的大字和高对比，免得先小后大、先暗后亮。
(() => {
  const key = new URL("..", document.currentScript.src).pathname + "qd-access";
  const root = document.documentElement;
  root.classList.add("qd-js");
  root.classList.replace("no-js", "js"); // 主题的脚本要等到最后才换：那时整页的样式要重算一遍
  const show = (chosen) => {
    for (const [name, value] of [["qdSize", chosen.size], ["qdContrast", chosen.contrast]])
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
  };
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    // 浏览器不让存，或者存的不是我们的：当作没有选过
  }
  show(chosen);
  window.qdAccess = {
    get chosen() {
      return chosen;
    },
    choose(change) {
      chosen = { ...chosen, ...change };
      show(chosen);
      try {
        localStorage.setItem(key, JSON.stringify(chosen));
      } catch {
        // 浏览器不让存：这一页照样有效，下一页要重选
      }
    },
  };
})();
