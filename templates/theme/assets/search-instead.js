/* What to look for instead of a query that finds nothing: the twin of qingdan/search/instead.py, loaded only
   then. Every query is asked before it is offered. */
(function (search) {
  "use strict";

  const LONGEST = 240;
  const CUT_ANYWHERE = 16; /* characters of a word whose longest piece is looked for at every place */
  const LONGEST_PIECE = 40;
  const MOST_WORDS = 24;

  /* What a table calls the fields. */
  const LABELS = [
    ["牵头(?:责任)?(?:单位|部门)", "牵头"], ["(?:责任|负责)(?:单位|部门)", "责任"], ["(?:配合|协办)(?:单位|部门)", "配合"],
    ["(?:完成|办理)?(?:时限|时间|期限)", "时限"], ["年份", "年度"], ["进度|状态", "进展"],
  ].map(([names, field]) => [new RegExp(`(?<!\\S)(-?)(?:${names})[ \u3000]*[:：]`, "gu"), `$1${field}:`]);
  const NUMBER = /^([\u4e00-\u9fa5]{2,12})[^0-9\u4e00-\u9fa5]*((?:19|20)[0-9]{2})[^0-9]{0,3}?([0-9]{1,4})号?$/u;
  const VERB = "(?:牵头|负责|主管|承担|配合|落实|管理?|办理?|执行|完成|做|抓)";
  const WHO = "(?:谁|哪[一些几]?[个家]?(?:部门|单位|机构|地方|人)|什么(?:部门|单位|机构|人))";
  /* What a question has around its words; each leaves a gap. */
  const QUESTIONS = [
    "^(?:请问|请教|我?想(?:知道|了解|问)?(?:一下)?|(?:请|帮我)*(?:查|找|搜)(?:一下|查|找|询|索)?)+|有没有(?:关于)?|有无(?:关于)?|^关于|(?:是什么|吗|呢|吧|啊|呀)$",
    `(?:应?该?[由归是属找问]|属于)?${WHO}[来去在]?${VERB}?的?`,
    "[在是]?(?:什么时候|什么时间|何时|哪[天年]|几[月号]|啥时候?|多久)(?:之?前|以前)?[要会能]?(?:完成|结束|办完)?",
    "[要需应该得将会都]*(?:完成|落实|做好?|干|办|推进|开展)?[的了]?有?(?:什么|哪些|啥|几[项条件]|多少[项条件]?)(?:工作任务|任务|工作|事项|事情?|内容|要求|目标|措施)?",
    "怎么样?[做办]?|如何|为什么|怎样",
    "的(?:主要|重点|全部|所有|相关|有关)?(?:工作任务|任务|工作|事项|事情?)(?= |$)",
    "(?<=[前底])[要需应]*(?:完成|办结|办完|做完)(?= |$)",
  ].map((pattern) => new RegExp(pattern, "gu"));
  const ROLE = /^[由是]?(.{2,12}?)(牵头|负责|配合)的?(?:任务|工作)?$/u;
  const DUE = /^(?:(长期|全年)|(没有?|无|未注明)(?:完成)?(?:时限|期限))的?(?:任务|工作)?$/u;
  const ROLES = { 牵头: "lead", 负责: "unit", 配合: "supporting" };
  const EDGES = /(?<= )[的由是了]+|[的由是了有要]+(?= )/gu;
  const ROW = /^\(?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)、.]+(?=[^0-9])/u;
  const MARKS = /[、。,.;:!?()<>《》"'{}|/\\…—~·*#]+/gu;
  /* Other ways to write a date. */
  const DATES = [
    [/(?:之前|以前)/gu, "前"],
    [/第(?=[一二三四1-4]季度)/gu, ""],
    [/([0-9]{1,2}月)(?:28|29|30|31)日/gu, "$1底"],
    [/([0-9]{4}年度?)(?=.)/gu, "$1 "],
    [/([^0-9年 ])(?=[0-9]{1,2}月)/gu, "$1 "],
  ];
  const NAMES = {
    unit: "单位", lead: "牵头", responsible: "责任", supporting: "配合", year: "年度",
    region: "地区", due: "时限", number: "文号", title: "文件", status: "进展",
  };

  const points = (text) => Array.from(text);
  const unique = (words) => Array.from(new Set(words));
  const quoted = (word) => (/^[\p{L}\p{N}()]*$/u.test(word) ? word : `"${word.replaceAll('"', "")}"`);

  /* A query of these words, with the signs of another. */
  function written(words, { fields, without }) {
    const signs = fields.map(({ name, word, unwanted }) => `${unwanted ? "-" : ""}${NAMES[name]}:${quoted(word)}`);
    return [...words.map(quoted), ...signs, ...without.map((word) => `-${quoted(word)}`)].join(" ");
  }

  /* What stands between marks; the brackets of a 文号 are none. */
  function unmarked(text) {
    const pieces = text.replace(/\(((?:19|20)[0-9]{2})\)/gu, "〔$1〕").replace(MARKS, " ").split(" ").filter(Boolean);
    return pieces.map((piece) => piece.replaceAll("〔", "(").replaceAll("〕", ")"));
  }

  /* The words without what makes a question of them, and without marks. */
  function plainly({ words }) {
    return unique(words.flatMap((word) => {
      let text = word.replace(ROW, "");
      for (const pattern of QUESTIONS) text = text.replace(pattern, " ");
      return unmarked(text.replace(EDGES, ""));
    })).slice(0, MOST_WORDS);
  }

  /* Dates in another way. */
  function dated(words) {
    return unique(words.flatMap((word) => {
      const text = DATES.reduce((made, [pattern, other]) => made.replace(pattern, other), search.withArabicNumerals(word));
      return text.split(" ").filter(Boolean);
    }));
  }

  /* The same, its words of fields wherever they stand. */
  function wordsOfFields(query) {
    const words = query.fields.filter(({ unwanted }) => !unwanted).map(({ word }) => word);
    return { ...query, words, fields: query.fields.filter(({ unwanted }) => unwanted) };
  }

  /* What may be meant by the same words. */
  function meant(text, query, plain) {
    const labelled = LABELS.reduce((made, [pattern, name]) => made.replace(pattern, name), text);
    const found = labelled === text ? [] : [labelled];
    const number = NUMBER.exec(search.fold(text));
    if (number) found.push(`${number[1]}〔${number[2]}〕${number[3]}号`);
    if (query.fields.some(({ name }) => search.ROLES.includes(name))) {
      const fields = query.fields.map((field) => (search.ROLES.includes(field.name) ? { ...field, name: "unit" } : field));
      found.push(written(query.words, { ...query, fields }));
    }
    found.push(written(query.words.flatMap((word) => unmarked(word.replace(ROW, ""))), query));
    const said = plain.map((word) => {
      const [due, role] = [DUE.exec(word), ROLE.exec(word)];
      if (due) return [word, { name: "due", word: due[1] || "未注明", unwanted: false }];
      return [word, role && { name: ROLES[role[2]], word: role[1], unwanted: false }];
    });
    const roles = said.map(([, role]) => role).filter(Boolean);
    if (roles.length) {
      const others = said.filter(([, role]) => !role).map(([word]) => word);
      found.push(written(others, { ...query, fields: [...query.fields, ...roles] }));
      found.push(written([...others, ...roles.map(({ word }) => word)], query));
    }
    found.push(written(plain, query), written(dated(plain), query));
    /* what was looked for in a field may stand elsewhere */
    if (!plain.length) found.push(written(plainly(wordsOfFields(query)), wordsOfFields(query)));
    return found;
  }

  /* Pieces of a word that stand somewhere, of two characters at least: two that are all of it, else the
     longest one and pieces of what is left. */
  async function cut(index, letters) {
    const size = letters.length;
    if (size < 2) return [];
    const piece = (from, to) => letters.slice(from, to).join("");
    const digits = (at) => at > 0 && /^[0-9]{2}$/.test(piece(at - 1, at + 1));
    const stands = async (from, to) => !digits(from) && !digits(to) && (await index.lookup(piece(from, to))).size > 0;
    let [low, high] = [0, 0];
    if (size > CUT_ANYWHERE) {
      high = 1;
      let longest = Math.min(size, LONGEST_PIECE) + 1;
      while (longest - high > 1) {
        const middle = (high + longest) >> 1;
        if (await stands(0, middle)) high = middle;
        else longest = middle;
      }
      if (high < 2) return cut(index, letters.slice(1));
    } else {
      const middles = Array.from({ length: Math.max(size - 3, 0) }, (_, i) => i + 2);
      for (const middle of middles.sort((a, b) => Math.abs(2 * a - size) - Math.abs(2 * b - size))) {
        if ((await stands(0, middle)) && (await stands(middle, size))) return [piece(0, middle), piece(middle, size)];
      }
      let start = 0;
      for (let end = 2; end <= size; end++) {
        for (; end - start > Math.max(high - low, 1); start++) {
          if (await stands(start, end)) {
            [low, high] = [start, end];
            break;
          }
        }
      }
    }
    if (!high) return [];
    return [...(await cut(index, letters.slice(0, low))), piece(low, high), ...(await cut(index, letters.slice(high)))];
  }

  /* The pieces of the words that stand somewhere, as many as stand together, the rarest first. */
  async function partly(index, query, plain, finds) {
    let pieces = [];
    for (const word of dated(plain)) pieces.push(...((await index.lookup(word)).size ? [word] : await cut(index, points(word))));
    pieces = unique(pieces).slice(0, MOST_WORDS);
    const sizes = new Map();
    for (const piece of pieces) sizes.set(piece, (await index.lookup(piece)).size);
    const kept = [];
    for (const piece of pieces.slice().sort((a, b) => sizes.get(a) - sizes.get(b))) {
      if (await finds(written([...kept, piece], query))) kept.push(piece);
    }
    const length = (words) => words.reduce((sum, word) => sum + points(word).length, 0);
    if (!kept.length || 2 * length(kept) < length(plain)) return ["", false];
    return [written(pieces.filter((piece) => kept.includes(piece)), query), length(kept) >= length(plain)];
  }

  /* What is not asked for by these words, but near: all of a question in pieces; one character away; as many
     pieces as stand together, in tasks or in documents. */
  async function away(index, text, query, plain, filters) {
    const finds = (kind) => async (other) => (await index.search(other, filters, { wantCounts: false }))[kind] > 0;
    const [other, allOfIt] = await partly(index, query, plain, finds("total"));
    if (allOfIt && plain.join(" ") !== query.words.join(" ")) return [other, []];
    let near = await search.nearest(index, written(plain, query), filters);
    if (!near.length) near = await search.nearest(index, text, filters);
    if (near.length || other) return near.length ? ["", near] : [other, []];
    return [(await partly(index, query, plain, finds("totalDocuments")))[0], []];
  }

  /* [a query that finds something, or ""; else queries one character away: {query, total}]. */
  search.instead = async function (index, text, filters) {
    await index.learn(text);
    if (points(search.fold(text)).length > LONGEST) return ["", []];
    const finds = async (other, narrowed = filters) => {
      const answer = await index.search(other, narrowed, { wantCounts: false });
      return answer.total + answer.totalDocuments > 0;
    };
    if (Object.values(filters).some(Boolean) && (await finds(text, {}))) return ["", []];
    let query = search.parse(text);
    let plain = plainly(query);
    for (const other of meant(text, query, plain)) if (other && (await finds(other))) return [other, []];
    if (!plain.length) {
      query = wordsOfFields(query);
      plain = plainly(query);
    }
    return plain.length ? away(index, text, query, plain, filters) : ["", []];
  };
})((window.qingdanSearch = window.qingdanSearch || {}));
