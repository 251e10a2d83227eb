/* What search holds to be equal, and how a query is read: the twin of qingdan/search/analysis.py
   and query.py. tests/search holds both to the same answers. */
(function (search) {
  "use strict";

  const EQUAL = new Map();
  for (const c of "[〔【") EQUAL.set(c, "(");
  for (const c of "]〕】") EQUAL.set(c, ")");
  for (const c of "“”‘’「」『』") EQUAL.set(c, '"');
  for (const c of "\u2010\u2011\u2013\u2212") EQUAL.set(c, "-");
  EQUAL.set("○", "〇");
  const SHAPELESS = /[\p{Z}\p{Cc}\p{Cf}]/u;
  const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
  const SPACE = /[\p{Z}\p{Cc}]/u;
  const HAN = /[\u3400-\u9fff]/;
  const folded = new Map();

  function foldCharacter(character) {
    const point = character.codePointAt(0);
    if (point >= 0xd800 && point <= 0xdfff) return "\ufffd";
    if (SELECTOR.test(character)) return "";
    let out = "";
    for (const c of character.normalize("NFKC").toLowerCase()) {
      if (!SHAPELESS.test(c)) out += EQUAL.get(c) ?? c;
    }
    return out;
  }

  function foldOne(character) {
    let known = folded.get(character);
    if (known === undefined) folded.set(character, (known = foldCharacter(character)));
    return known;
  }

  function fold(text) {
    let out = "";
    for (const character of text) out += foldOne(character);
    return out;
  }

  /* Pairs of traditional and simplified characters: 關关業业. */
  function learn(pairs) {
    const characters = Array.from(pairs);
    for (let i = 0; i + 1 < characters.length; i += 2) EQUAL.set(characters[i], characters[i + 1]);
    folded.clear();
  }

  /* Chinese numerals of dates in Arabic ones: 二〇二二年十二月底 -> 2022年12月底. */
  const DIGITS = "〇一二三四五六七八九";
  function withArabicNumerals(text) {
    return text.replace(/(?<![百千万亿点十〇一二三四五六七八九])[〇一二三四五六七八九十]+(?=[年月日号]|个?季度)/g, (numeral) => {
      const [tens, ones, more] = numeral.split("十");
      if (ones === undefined) return numeral.length === 1 || numeral.length === 4 ? numeral.replace(/./g, (c) => DIGITS.indexOf(c)) : numeral;
      if (tens.length > 1 || ones.length > 1 || more !== undefined || (tens + ones).includes("〇")) return numeral;
      return String((tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0));
    });
  }

  /* Folded text as the index has it: what parts names stands below all other characters. */
  const BOUNDARIES = "、。,;:()";
  const LAST_BOUNDARY = "\x11";
  const bounded = (text) => text.replace(/[、。,;:()]/g, (c) => String.fromCharCode(11 + BOUNDARIES.indexOf(c)));

  /* How well a folded word stands in a passage: 2 a whole name, 1 in the head, 0 in the text, -1 nowhere. */
  function grade(word, head, text) {
    if (!head.includes(word)) return text.includes(word) ? 0 : -1;
    const [inner, outer] = [bounded(word), bounded(`\n${head}\n`)];
    for (let at = outer.indexOf(inner); at >= 0; at = outer.indexOf(inner, at + 1)) {
      if (outer[at - 1] <= LAST_BOUNDARY && outer[at + inner.length] <= LAST_BOUNDARY) return 2;
    }
    return 1;
  }

  /* Where folded words stand in a text: sorted, merged [start, end] pairs. */
  function occurrences(text, words) {
    let plain = "";
    const origins = [];
    let at = 0;
    for (const character of text) {
      const one = foldOne(character);
      plain += one;
      for (let i = 0; i < one.length; i++) origins.push([at, at + character.length]);
      at += character.length;
    }
    const spans = [];
    for (const word of words) {
      let found = word ? plain.indexOf(word) : -1;
      while (found >= 0) {
        spans.push([origins[found][0], origins[found + word.length - 1][1]]);
        found = plain.indexOf(word, found + 1);
      }
    }
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged = [];
    for (const span of spans) {
      const last = merged[merged.length - 1];
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
      else merged.push(span);
    }
    return merged;
  }

  const LONGEST = 1000;
  const MOST_WORDS = 24;
  const CLOSING = { '"': '"', "＂": "＂", "“": "”", "‘": "’", "「": "」", "『": "』" };
  const unique = (words) => Array.from(new Set(words)).slice(0, MOST_WORDS);

  const FIELDS = {
    单位: "unit", 牵头: "lead", 责任: "responsible", 配合: "supporting", 年度: "year",
    地区: "region", 时限: "due", 文号: "number", 文件: "title", 进展: "status",
  };

  /* {words, without, fields, literal}: see query.py for the rules. */
  function parse(query) {
    const raw = Array.from(query).slice(0, LONGEST);
    const space = (at) => SPACE.test(raw[at]);
    const text = (from, to) => fold(raw.slice(from, to).join(""));
    const closing = (at) => {
      const mark = CLOSING[raw[at]];
      const end = mark ? raw.indexOf(mark, at + 1) : -1;
      return end > at + 1 ? end : 0;
    };
    /* Where a number of a document or a date goes on behind spaces: 〔2022〕 8 号. */
    const glued = (at) => {
      let after = at;
      while (after < raw.length && space(after)) after++;
      const [before, behind] = [text(at - 1, at), text(after, after + 1)];
      const digit = (c) => /^[0-9]$/.test(c);
      return (digit(before) && /^[号年月日)]$/.test(behind)) || (/^[()]$/.test(before) && digit(behind)) ? after : 0;
    };
    /* Where the word of a field begins, if a colon stands here and a word behind it. */
    const valueAt = (at) => {
      if (raw[at] !== ":" && raw[at] !== "：") return 0;
      at++;
      while (at < raw.length && space(at)) at++;
      return at < raw.length ? at : 0;
    };
    const words = [];
    const without = [];
    const fields = new Map();
    let unsure = false;
    let at = 0;
    while (at < raw.length) {
      if (space(at)) {
        at++;
        continue;
      }
      const attached = at > 0 && !space(at - 1);
      const minus = !attached && (raw[at] === "-" || raw[at] === "－") && at + 1 < raw.length && !space(at + 1);
      if (minus) at++;
      const name = text(at, at + 2);
      const value = !attached && Object.hasOwn(FIELDS, name) ? valueAt(at + 2) : 0;
      if (value) at = value;
      const end = closing(at);
      let after;
      let word;
      let quoted = false;
      if (end) {
        word = text(at + 1, end);
        after = end + 1;
        quoted = attached || "“‘「『".includes(raw[at]) || (after < raw.length && !space(after));
      } else {
        after = at + 1;
        while (after < raw.length && !closing(after)) {
          const follows = space(after) ? glued(after) : after + 1;
          if (!follows) break;
          after = follows;
        }
        word = text(at, after);
      }
      at = after;
      if (value) {
        if (word) fields.set(`${FIELDS[name]} ${word} ${minus}`, { name: FIELDS[name], word, unwanted: minus });
        continue;
      }
      if (quoted || (minus && !words.length && !fields.size)) unsure = true;
      if (word) (minus ? without : words).push(word);
    }
    const literal = text(0, raw.length);
    if (!words.length && !fields.size) return { words: literal ? [literal] : [], without: [], fields: [], literal: "" };
    return {
      words: unique(words), without: unique(without), fields: Array.from(fields.values()).slice(0, MOST_WORDS),
      literal: unsure && !fields.size ? literal : "",
    };
  }

  /* Characters that are simplified ones and traditional forms of others as well. */
  const FROM = "瞭吒乾夥徵拚捱摺薹袷醣";
  const TO = "了咤干伙征拼挨折苔夹糖";
  function loosened(query) {
    const loose = (word) => word.replace(/./gu, (c) => (FROM.includes(c) ? TO[FROM.indexOf(c)] : c));
    return {
      words: query.words.map(loose), without: query.without.map(loose),
      fields: query.fields.map((field) => ({ ...field, word: loose(field.word) })), literal: loose(query.literal),
    };
  }

  /* Whether the query may hold traditional characters: Chinese ones that GB 2312, the set of the
     simplified ones in daily use, does not have. Only then is the table of pairs worth fetching. */
  let simplified;
  function needsTable(query) {
    if (!simplified) {
      const bytes = new Uint8Array(72 * 94 * 2);
      for (let i = 0; i < 72 * 94; i++) bytes.set([0xb0 + Math.floor(i / 94), 0xa1 + (i % 94)], i * 2);
      simplified = new Set(new TextDecoder("gbk").decode(bytes));
      for (const c of "於後麽菸榘麴") simplified.delete(c);
    }
    for (const c of fold(query)) if (HAN.test(c) && !simplified.has(c) && !EQUAL.has(c)) return true;
    return false;
  }

  Object.assign(search, { fold, learn, withArabicNumerals, bounded, grade, LAST_BOUNDARY, occurrences, parse, loosened, needsTable });
})((window.qingdanSearch = window.qingdanSearch || {}));
