// 无障碍：大字版、高对比、朗读。不弹窗，不用插件；没有脚本时，页眉的“无障碍”是到说明页的链接。
(() => {
  const open = document.querySelector(".qd-access-open");
  const header = document.querySelector(".md-header");
  if (!open || !header || !window.qdAccess) return;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const button = (text, act) => {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };

  // ---- 面板：在页眉下面，推开正文，不盖住它

  const status = make("p", { role: "status", class: "qd-access-status" });
  const toggles = [
    ["大字版", "size", "large"],
    ["高对比", "contrast", "high"],
  ].map(([text, name, value]) => {
    const made = button(text, () => {
      qdAccess.choose({ [name]: qdAccess.chosen[name] === value ? "" : value });
      press();
    });
    return { made, name, value };
  });
  const press = () => {
    for (const { made, name, value } of toggles)
      made.setAttribute("aria-pressed", qdAccess.chosen[name] === value);
  };
  const read = button("朗读这一页", () => (reader.going ? reader.stop() : reader.start()));
  const about = make("a", { href: open.href }, "说明");
  const close = button("收起", () => show(false));
  const panel = make(
    "section",
    { id: "qd-access", class: "qd-access", "aria-label": "无障碍设置", hidden: "" },
    make("div", { class: "md-grid" }, ...toggles.map((t) => t.made), read, about, close, status)
  );
  header.after(panel);
  press();

  const opener = button("无障碍", () => show(panel.hidden));
  opener.className = open.className;
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "qd-access");
  open.replaceWith(opener);

  const show = (wanted) => {
    panel.hidden = !wanted;
    opener.setAttribute("aria-expanded", wanted);
    if (wanted) {
      panel.scrollIntoView({ block: "nearest" });
      toggles[0].made.focus();
    } else opener.focus();
  };
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });

  // ---- 朗读：一段一段读，读到哪里标到哪里

  const BLOCKS = "tr, li, p, h1, h2, h3, h4, dt, dd, figcaption, summary";
  const SKIPPED = "nav, script, style, noscript, svg, form, .qd-hidden, .qd-tools, [aria-hidden=true]";

  const words = (element) => {
    if (element.tagName !== "TR") return element.innerText;
    const heads = [...(element.closest("table").querySelectorAll("thead th") || [])];
    return [...element.cells]
      .map((cell, i) => {
        const said = cell.innerText.trim();
        if (!said || cell.tagName === "TH") return said;
        const name = cell.dataset.label || (heads[i] && heads[i].innerText.trim());
        return name ? `${name}：${said}` : said;
      })
      .filter(Boolean)
      .join("。");
  };

  const blocks = function* (parent) {
    for (const element of parent.children) {
      if (element.matches(SKIPPED) || !element.checkVisibility()) continue;
      if (element.closest("thead")) continue;
      if (element.matches(BLOCKS) && !element.querySelector(":scope > ul, :scope > ol, :scope > table")) {
        const said = words(element).trim();
        if (said) yield { element, said };
      } else yield* blocks(element);
    }
  };

  // 太长的一口气读，有的浏览器读到一半就停：在句末断开
  const sentences = (said) => said.match(/[^。！？；\n]{1,120}[。！？；\n]*/g) || [];

  const bar = make("div", { class: "qd-reading-bar", role: "region", "aria-label": "朗读" });
  const pause = button("暂停", () => (reader.paused ? reader.resume() : reader.pause()));
  bar.append(pause, button("停止", () => reader.stop()));

  const reader = {
    going: false,
    paused: false,
    queue: [],
    at: 0,
    turn: 0,
    start() {
      if (!window.speechSynthesis) {
        status.textContent = "这个浏览器没有朗读功能。";
        return;
      }
      const main = document.querySelector("main article") || document.querySelector("main");
      document.documentElement.classList.add("qd-is-reading"); // cards not laid out yet have no innerText
      const all = [...blocks(main)];
      const chosen = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
      const from = chosen && !chosen.collapsed ? all.findIndex((b) => chosen.intersectsNode(b.element)) : 0;
      this.queue = all
        .slice(Math.max(0, from))
        .flatMap((b) => sentences(b.said).map((said) => ({ element: b.element, said })));
      this.at = 0;
      this.going = true;
      document.body.append(bar);
      read.textContent = "停止朗读";
      this.resume();
      pause.focus();
    },
    resume() {
      this.paused = false;
      pause.textContent = "暂停";
      this.say();
    },
    pause() {
      this.paused = true;
      pause.textContent = "继续";
      this.turn++;
      speechSynthesis.cancel();
    },
    stop() {
      this.going = this.paused = false;
      this.turn++;
      speechSynthesis.cancel();
      this.mark(null);
      bar.remove();
      document.documentElement.classList.remove("qd-is-reading");
      read.textContent = "朗读这一页";
      (panel.hidden ? opener : read).focus();
    },
    say() {
      const next = this.queue[this.at];
      if (!next) {
        this.stop();
        status.textContent = "读完了。";
        return;
      }
      const turn = ++this.turn;
      const speech = new SpeechSynthesisUtterance(next.said);
      speech.lang = "zh-CN";
      const voices = speechSynthesis.getVoices();
      const voice = voices.find((v) => /^zh[-_](CN|Hans)/i.test(v.lang)) || voices.find((v) => /^zh/i.test(v.lang));
      if (voice) speech.voice = voice;
      status.textContent = voices.length && !voice ? "这台设备没有装中文语音，可能读不出来。" : "正在朗读。";
      speech.onend = () => {
        if (turn !== this.turn) return;
        this.at++;
        this.say();
      };
      speech.onerror = (event) => {
        if (turn !== this.turn) return;
        this.stop();
        status.textContent = `读不出来（${event.error}）：这台设备可能没有装中文语音。`;
        show(true);
      };
      this.mark(next.element);
      speechSynthesis.speak(speech);
    },
    mark(element) {
      if (this.marked === element) return;
      if (this.marked) this.marked.classList.remove("qd-reading");
      this.marked = element;
      if (!element) return;
      element.classList.add("qd-reading");
      const box = element.getBoundingClientRect();
      if (box.top < 120 || box.bottom > innerHeight - 80)
        element.scrollIntoView({
          block: "center",
          behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
        });
    },
  };
  addEventListener("pagehide", () => {
    if (reader.going) speechSynthesis.cancel();
  });

  // 说明页里的宽表可以左右移动：键盘也要能移
  addEventListener("load", () => {
    for (const wide of document.querySelectorAll(".md-typeset__scrollwrap")) wide.tabIndex = 0;
  });

  // ---- 手机上的栏目按钮：主题用的是键盘到不了的 label，换成真按钮

  const label = document.querySelector(".md-header label[for=__drawer]");
  const drawer = document.getElementById("__drawer");
  if (label && drawer) {
    const menu = make("button", { type: "button", class: `${label.className} qd-menu`, "aria-label": "栏目" });
    menu.append(...label.childNodes);
    const told = () => menu.setAttribute("aria-expanded", drawer.checked);
    menu.addEventListener("click", () => {
      drawer.checked = !drawer.checked;
      drawer.dispatchEvent(new Event("change"));
      told();
      if (drawer.checked) document.querySelector(".md-sidebar--primary a[href]")?.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !drawer.checked) return;
      drawer.checked = false;
      drawer.dispatchEvent(new Event("change"));
      told();
      menu.focus();
    });
    drawer.addEventListener("change", told);
    told();
    label.replaceWith(menu);
  }
})();
