// 页框：深浅颜色、目录跟着正文走、回到顶部、页眉里的标题。清单的各页用它，主题自己的脚本（说明页还用）
// 做同样的事，分量是它的三十倍，手机要多忙三分之一的时间。
// 打开网页的时候什么也不量：等读者动了，或者浏览器自己排好了版，才看位置。
(() => {
  const part = (name) => document.querySelector(`[data-md-component=${name}]`);
  const header = part("header");
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  // ---- 深浅颜色：怎么显示在 early.js 里；这里换，并且记住

  const palette = part("palette");
  if (palette) {
    const inputs = [...palette.querySelectorAll("input")];
    const made = (name) => {
      const meta = document.createElement("meta");
      meta.name = name;
      document.head.append(meta);
      return meta;
    };
    const color = made("theme-color");
    const scheme = made("color-scheme");
    // 浏览器的边框跟着页眉的颜色
    const tint = () => {
      const style = getComputedStyle(header);
      color.content = style.backgroundColor;
      scheme.content = style.colorScheme;
    };
    palette.addEventListener("change", ({ target }) => {
      const index = inputs.indexOf(target);
      __md_set("__palette", { index, color: qdPalette(inputs, index) });
      tint();
    });
    palette.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const next = inputs[(inputs.indexOf(event.target) + 1) % inputs.length];
      next.click();
      next.focus();
    });
    addEventListener("load", () => setTimeout(tint));
  }

  // ---- 页眉：栏目滚走以后有影子；大标题滚走以后，换成这一页的标题

  const seen = (element, told) => {
    if (element) new IntersectionObserver(([entry]) => told(entry), { rootMargin: "-48px 0px 0px" }).observe(element);
  };
  seen(part("tabs"), ({ isIntersecting }) => header.classList.toggle("md-header--shadow", !isIntersecting));
  seen(document.querySelector("main h1"), ({ isIntersecting, boundingClientRect: { bottom, height } }) =>
    part("header-title").classList.toggle("md-header__title--active", height > 0 && !isIntersecting && bottom < 99)
  );

  // ---- 本页目录：读到的那一节亮着；目录长的，跟着滚

  const contents = document.querySelector(".md-sidebar--secondary [data-md-component=toc]");
  const entries = [...(contents?.querySelectorAll(".md-nav__link[href^='#']") || [])].flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? { link, target } : [];
  });
  let reached = 0; // 读过的有几节
  const follow = () => {
    const wrap = contents?.closest(".md-sidebar__scrollwrap");
    if (!entries.length || !wrap.offsetParent) return;
    const line = header.offsetHeight * 4; // 比跳到一节时上面留的（scroll-padding 加 scroll-margin）多一点
    const ended = innerHeight + scrollY >= document.documentElement.scrollHeight - 1;
    let [low, high] = [0, entries.length]; // 目录和正文同一个次序：对半找，只量几处
    while (low < high && !ended) {
      const middle = (low + high) >> 1;
      if (entries[middle].target.getBoundingClientRect().top < line) low = middle + 1;
      else high = middle;
    }
    if (high === reached) return;
    entries[reached - 1]?.link.classList.remove("md-nav__link--active");
    for (let i = Math.min(reached, high); i < Math.max(reached, high); i++)
      entries[i].link.classList.toggle("md-nav__link--passed", i < high);
    reached = high;
    const link = entries[reached - 1]?.link;
    link?.classList.add("md-nav__link--active");
    const at = link ? link.getBoundingClientRect().top - wrap.getBoundingClientRect().top : 0;
    if (at < 0 || at > wrap.clientHeight - 40)
      wrap.scrollTo({ top: wrap.scrollTop + at - wrap.clientHeight / 2, behavior: calm() });
  };

  // ---- 回到顶部：往回滚的时候才出来

  const top = part("top");
  const offer = (wanted) => {
    top.hidden = !wanted;
    if (wanted) top.removeAttribute("tabindex");
    else {
      top.tabIndex = -1;
      top.blur();
    }
  };
  top?.addEventListener("click", () => scrollTo({ top: 0 }));

  let before = 0;
  let waiting = false;
  const look = () => {
    waiting = false;
    const y = scrollY;
    if (top && top.hidden === (y < before && y > 0)) offer(top.hidden);
    before = y;
    follow();
  };
  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(look);
      waiting = true;
    },
    { passive: true }
  );

  // ---- 链接指着的地方收着的，打开；打印的时候都打开，打完再收起

  const reveal = () => {
    const target = document.querySelector("main :target");
    const closed = target?.closest("details:not([open])");
    for (let d = closed; d; d = d.parentElement.closest("details:not([open])")) d.open = true;
    if (closed) target.scrollIntoView();
  };
  reveal();
  addEventListener("hashchange", () => {
    reveal();
    const drawer = document.getElementById("__drawer");
    if (drawer.checked) drawer.click(); // 手机上点了栏目里的一节：栏目收起
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });

  // ---- 放不下的名称，指着看全名

  document.addEventListener("pointerover", ({ target }) => {
    const cut = target.closest?.(".md-ellipsis");
    if (cut && cut.offsetWidth < cut.scrollWidth) (cut.closest("a") || cut).title = cut.innerText;
  });
})();
