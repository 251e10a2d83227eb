/* "Did you mean": what stands in the texts and differs from a word by one character that is wrong, missing,
   too many, or changed places with its neighbour. Loaded only when a query finds nothing. Nothing is guessed:
   every proposal was read in a text, and is searched for before it is shown. */
(function (search) {
  "use strict";

  const LONGEST = 24;
  const MOST_READ = 24; /* passages to read where each may cost a file */
  const MOST = 4;
  const WORDS = /^[\p{L}\p{N}].*[\p{L}\p{N}]$/u;

  /* Whether one edit leads from a to b (arrays of characters). */
  function oneEdit(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let [endA, endB] = [a.length, b.length];
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
      endA--;
      endB--;
    }
    const [left, right] = [endA - start, endB - start];
    if (left + right === 0) return false;
    if (left <= 1 && right <= 1) return true;
    return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
  }

  /* Pieces of the word, one of which an edit leaves whole: [offset, characters]. */
  function pieces(points, small) {
    const size = points.length;
    if (size < 3) return small ? points.map((point, i) => [i, point]) : [];
    const half = size >> 1;
    const found = size === 3 ? [[0, 2], [1, 3]] : [[0, half], [half, size], [half - 1, half + 1]];
    if (small) found.push([0, 1], [size - 1, size]);
    return found.filter(([start, end]) => small || end - start > 1).map(([start, end]) => [start, points.slice(start, end).join("")]);
  }

  /* near -> in how many fields it was read. */
  function near(word, fields, small) {
    const points = Array.from(word);
    const size = points.length;
    const counts = new Map();
    for (const field of fields) {
      const seen = new Set();
      for (const [offset, piece] of pieces(points, small)) {
        for (let at = field.indexOf(piece); at >= 0; at = field.indexOf(piece, at + 1)) {
          for (let start = Math.max(0, at - offset - 1); start <= at - offset + 1; start++) {
            for (let length = Math.max(2, size - 1); length <= size + 1; length++) {
              const other = field.slice(start, start + length);
              if (other.length === length && WORDS.test(other) && !word.includes(other) && oneEdit(points, Array.from(other))) seen.add(other);
            }
          }
        }
      }
      for (const other of seen) counts.set(other, (counts.get(other) || 0) + 1);
    }
    return counts;
  }

  async function passagesOf(index, word) {
    if (index.manifest.everything) return index.allPassages();
    const found = await Promise.all(pieces(Array.from(word), false).map(([, piece]) => index.lookup(piece)));
    const newest = found.map((hits) => Array.from(hits.keys()).sort((a, b) => b - a));
    const chosen = new Set();
    for (let i = 0; chosen.size < MOST_READ && newest.some((list) => i < list.length); i++) {
      for (const list of newest) if (i < list.length) chosen.add(list[i]);
    }
    return Array.from(chosen);
  }

  /* A wrong character in the middle leaves the length; what begins and ends alike is nearer. */
  function order(word, counts) {
    const points = Array.from(word);
    const key = ([other, count]) => {
      const letters = Array.from(other);
      const ends = (letters[0] === points[0]) + (letters[letters.length - 1] === points[points.length - 1]);
      return [letters.length === points.length ? 1 : 0, ends, count];
    };
    return Array.from(counts).sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      return y[1] - x[1] || y[2] - x[2] || y[0] - x[0] || (a[0] < b[0] ? -1 : 1);
    });
  }

  /* The units that a search box offers for letters of pinyin. */
  async function spelt(index, latin) {
    const { units } = await index.file("suggest", search.toJson);
    const fits = units.map(([name, , initials, whole]) => {
      if (initials === latin || whole === latin) return [1, name];
      if (initials.startsWith(latin) || whole.startsWith(latin)) return [2, name];
      if (initials.endsWith(latin) || whole.endsWith(latin)) return [3, name];
      return initials.includes(latin) || (latin.length > 3 && whole.includes(latin)) ? [4, name] : [9, name];
    });
    const found = fits.filter(([how]) => how < 9).sort(([a], [b]) => a - b).slice(0, MOST);
    return found.map(([, query]) => ({ query }));
  }

  /* Queries that find something, nearest first, instead of one that finds nothing. */
  search.nearest = async function (index, text, filters) {
    const latin = search.fold(text).replaceAll("'", "");
    if (/^[a-z]{2,40}$/.test(latin)) {
      const named = await spelt(index, latin);
      if (named.length) return named;
    }
    const { words } = search.parse(text);
    const proposals = [];
    for (const word of words) {
      const size = Array.from(word).length;
      if (size < 2 || size > LONGEST || (await index.lookup(word)).size) continue;
      const passages = await Promise.all((await passagesOf(index, word)).map((n) => index.passage(n)));
      const fields = passages.flatMap(([head, said]) => `${head}\n${said}`.split("\n"));
      for (const [other] of order(word, near(word, fields, Boolean(index.manifest.everything))).slice(0, MOST)) {
        const query = words.length === 1 ? other : words.map((one) => (one === word ? other : one)).join(" ");
        const answer = await index.search(query, filters, { wantCounts: false });
        if (answer.total || answer.totalDocuments) proposals.push({ query, total: answer.total });
        if (proposals.length === MOST) return proposals;
      }
    }
    return proposals;
  };
})((window.qingdanSearch = window.qingdanSearch || {}));
