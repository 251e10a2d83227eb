// 原文对照：指到、点到或用键盘走到一段文字，另一边对应的地方就亮起来，并且滚到眼前。
// F8 到下一处要看的地方，Shift+F8 到上一处。没有脚本时，链接照样跳到对应的地方。
(() => {
  for (const root of document.querySelectorAll("[data-rv]")) start(root);

  function start(root) {
    const panes = { p: root.querySelector(".rv-original"), f: root.querySelector(".rv-fields") };
    const bar = root.querySelector(".rv-bar");
    const said = root.querySelector(".rv-said");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const wide = matchMedia("(min-width: 60em)");
    let passages = null;
    let lit = [];

    // 一项数据在原件里可能分成几段
    function parts(number) {
      if (!passages) {
        passages = new Map();
        for (const one of panes.p.querySelectorAll('a[href^="#f"]')) {
          const key = one.getAttribute("href").slice(2);
          const known = passages.get(key);
          if (known) known.push(one);
          else passages.set(key, [one]);
        }
      }
      return passages.get(number) || [];
    }

    // 一段文字和它的对应：[左边的几段, 右边的一项]
    function pair(link) {
      const [side, number] = [link.getAttribute("href")[1], link.getAttribute("href").slice(2)];
      if (side === "f") return [parts(number), document.getElementById(`f${number}`)];
      return [parts(number), link];
    }

    function linkAt(target) {
      const link = target instanceof Element && target.closest('a[href^="#f"], a[href^="#p"]');
      return link && root.contains(link) ? link : null;
    }

    function light(link, name) {
      for (const one of lit) one.classList.remove("rv-on");
      const [left, right] = pair(link);
      lit = [...left, right].filter(Boolean);
      for (const one of lit) one.classList.add("rv-on");
      if (name) {
        for (const one of root.querySelectorAll(".rv-held")) one.classList.remove("rv-held");
        for (const one of lit) one.classList.add("rv-held");
      }
      return panes.p.contains(link) ? right : left[0];
    }

    // 只滚它自己的一栏，不动整页；远处的行要画出来才知道有多高，所以多量几次
    function show(element, times = 3) {
      const pane = element && element.closest(".rv-pane");
      if (!pane) return;
      if (!wide.matches) {
        if (pane.offsetParent !== null) element.scrollIntoView({ block: "center" });
        return;
      }
      const box = element.getBoundingClientRect();
      const view = pane.getBoundingClientRect();
      const margin = 32;
      if (box.top >= view.top + margin && box.bottom <= view.bottom - margin) return;
      const room = Math.max(margin, (view.height - box.height) / 2);
      pane.scrollTop += box.top - view.top - room;
      if (times > 1) requestAnimationFrame(() => show(element, times - 1));
    }

    function tab(id) {
      root.dataset.tab = id;
      for (const link of root.querySelectorAll(".rv-tabs a")) {
        if (link.getAttribute("href") === `#${id}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }

    let waiting = 0;
    let clicked = -1000;
    root.addEventListener("pointerover", (event) => {
      const link = event.pointerType === "mouse" && linkAt(event.target);
      clearTimeout(waiting);
      // 点过以后版面会动，指针下面换了东西，不算指到
      if (event.timeStamp - clicked < 500) return;
      if (link) waiting = setTimeout(() => show(light(link)), 60);
    });
    root.addEventListener("focusin", (event) => {
      const link = linkAt(event.target);
      if (link && link.matches(":focus-visible")) show(light(link));
    });
    root.addEventListener("click", (event) => {
      const link = linkAt(event.target);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      clearTimeout(waiting);
      clicked = event.timeStamp;
      const partner = light(link, true);
      if (!partner) return;
      if (!wide.matches) tab(partner.closest(".rv-pane").id);
      show(partner);
      // 键盘按下回车时没有指针：光标跟着过去
      if (event.detail === 0) partner.focus({ preventScroll: true });
    });

    root.querySelector(".rv-tabs").addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      tab(link.getAttribute("href").slice(1));
      const held = root.querySelector(`#${root.dataset.tab} .rv-held`);
      if (held) show(held);
      else bar.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    });

    const jumps = [...document.querySelectorAll(".rv-note .rv-jump")];
    const step = root.querySelector(".rv-step");
    let now = -1;

    function reveal(id) {
      const target = document.getElementById(id);
      if (!target || !root.contains(target)) return false;
      if (!wide.matches) tab(target.closest(".rv-pane").id);
      if (wide.matches) root.scrollIntoView({ block: "start" });
      show(target);
      return target;
    }

    function go(index, follow) {
      if (!jumps.length) return;
      now = (index + jumps.length) % jumps.length;
      for (const one of document.querySelectorAll(".rv-now")) one.classList.remove("rv-now");
      const item = jumps[now].closest(".rv-note");
      item.classList.add("rv-now");
      const target = reveal(jumps[now].getAttribute("href").slice(1));
      if (!target) return;
      const link = target.matches(".w") ? target.nextElementSibling : target;
      if (link && linkAt(link)) show(light(link, true));
      const message = item.querySelector("span").textContent;
      said.textContent = `${now + 1} / ${jumps.length}　${message}`;
      said.title = message;
      if (follow) target.focus({ preventScroll: true });
    }

    jumps.forEach((link, index) => {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        go(index, true);
      });
    });
    if (jumps.length) {
      step.hidden = false;
      step.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) go(now < 0 && button.dataset.step < 0 ? -1 : now + Number(button.dataset.step), false);
      });
      document.addEventListener("keydown", (event) => {
        if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        go(event.shiftKey ? (now < 0 ? -1 : now - 1) : now + 1, true);
      });
    }

    // 从别的页面带着 #L12 过来
    function arrive() {
      const id = decodeURIComponent(location.hash.slice(1));
      const target = id && document.getElementById(id);
      const pane = target && root.contains(target) && target.closest(".rv-pane");
      if (!pane) return;
      tab(pane.id);
      if (wide.matches) root.scrollIntoView({ block: "start" });
      show(target);
    }
    tab("rv-original");
    arrive();
    addEventListener("hashchange", arrive);
  }
})();
