// 变动：比上次看这一页多了什么。看过的记在读者自己的浏览器里，不发给任何人；没有脚本，照日期看。
(() => {
  const key = new URL("..", document.currentScript.src).pathname + "qd-changes";
  const entries = [...document.querySelectorAll(".qd-changes > li")];
  // 一条的指纹（FNV-1a）：字变了，就是新的一条
  const mark = (entry) => {
    const day = entry.closest("section").querySelector("h2").id;
    let hash = 0x811c9dc5;
    for (const c of day + entry.textContent) hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) >>> 0;
    return hash.toString(36);
  };
  const marks = entries.map(mark);
  const now = new Date();
  const read = (store) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null; // 存的不是我们的：当作没有看过
    }
  };
  let before = null;
  try {
    // 同一次浏览里再打开，比的还是上一次
    before = read(sessionStorage) || read(localStorage);
    const seen = { day: `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`, marks };
    if (before) sessionStorage.setItem(key, JSON.stringify(before));
    localStorage.setItem(key, JSON.stringify(seen));
  } catch {
    // 浏览器不让存：没有上次可比
  }
  if (!before || !Array.isArray(before.marks)) return;
  const known = new Set(before.marks);
  const fresh = entries.filter((_, i) => !known.has(marks[i]));
  for (const entry of fresh) {
    const badge = document.createElement("span");
    badge.className = "qd-fresh";
    badge.textContent = "新";
    entry.prepend(badge, " ");
  }
  document.querySelector(".qd-since").textContent = fresh.length
    ? `${before.day}看过以后，多了 ${fresh.length} 处，标着“新”。`
    : `${before.day}看过以后，没有变动。`;
})();
