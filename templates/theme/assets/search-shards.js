/* The shards of a large index, read: pages, lists and positions; a part of search-index.js that small
   libraries do without. Which bytes stand in them is described in docs/reference/search-index.md. */
(function (search) {
  "use strict";

  const DEPTH = 12; /* characters by which the index tells places apart */
  const FEW = 12; /* groups of neighbouring candidates to verify on texts */
  const CELL = 64;

  /* The numbers of codec.py, from `at` to the end. */
  class Numbers {
    constructor(bytes, at = 0) {
      this.bytes = bytes;
      this.at = at;
    }
    byte() {
      if (this.at >= this.bytes.length) throw new Error("cut off");
      return this.bytes[this.at++];
    }
    next() {
      const first = this.byte();
      if (first < 192) return first;
      if (first < 248) return (first - 192) * 256 + this.byte() + 192;
      if (first < 255) return ((first - 248) * 256 + this.byte()) * 256 + this.byte() + 14528;
      let number = 0;
      let factor = 1;
      for (;;) {
        const byte = this.byte();
        number += (byte & 127) * factor;
        factor *= 128;
        if (byte < 128) return number + 473280;
      }
    }
    text(length) {
      const piece = this.bytes.subarray(this.at, (this.at += length));
      if (piece.length !== length) throw new Error("cut off");
      return search.toText(piece);
    }
    get more() {
      return this.at < this.bytes.length;
    }
    /* `count` lengths, then as many pieces. */
    pieces(count) {
      const lengths = Array.from({ length: count }, () => this.next());
      return lengths.map((length) => {
        const piece = this.bytes.subarray(this.at, (this.at += length));
        if (piece.length !== length) throw new Error("cut off");
        return piece;
      });
    }
  }

  /* name -> its bytes. */
  function readNamed(bytes) {
    const numbers = new Numbers(bytes);
    const count = numbers.next();
    const names = numbers.text(numbers.next()).split("\n");
    return new Map(numbers.pieces(count).map((piece, i) => [names[i], piece]));
  }

  /* The pages of a shard: {key, shared, kind, data}; see opened.py. */
  function readPages(bytes) {
    const numbers = new Numbers(bytes);
    const count = numbers.next();
    const added = Array.from(numbers.text(numbers.next()));
    const heads = Array.from({ length: count }, () => numbers.next());
    let key = [];
    let at = 0;
    const keys = heads.map((head) => (key = key.slice(0, numbers.next()).concat(added.slice(at, (at += Math.floor(head / 3))))));
    return numbers.pieces(count).map((data, i) => {
      const kind = heads[i] % 3;
      return { key: keys[i].join(""), shared: (kind === 1 ? keys[i].slice(0, -1) : keys[i]).join(""), kind, data };
    });
  }

  /* What is asked of a Map of passages, quicker where there are very many. */
  class Many {
    constructor(end) {
      this.how = new Int8Array(end).fill(-1);
      this.passages = [];
    }
    set(n, how) {
      this.passages.push(n);
      this.how[n] = how;
    }
    has(n) {
      return this.how[n] >= 0;
    }
    get(n) {
      return this.how[n];
    }
    keys() {
      return this.passages;
    }
    get size() {
      return this.passages.length;
    }
  }

  /* passage -> how a gram stands in it. */
  function readPlaces(bytes, found = new Map()) {
    const numbers = new Numbers(bytes || []);
    let passage = 0;
    while (numbers.more) {
      const value = numbers.next();
      passage += Math.floor(value / 4);
      found.set(passage, value % 4);
    }
    return found;
  }

  /* Comparison by code points, as Python compares. */
  function notAfter(a, b) {
    const [x, y] = [Array.from(a), Array.from(b)];
    for (let i = 0; i < x.length; i++) {
      if (i >= y.length) return false;
      if (x[i] !== y[i]) return x[i].codePointAt(0) < y[i].codePointAt(0);
    }
    return true;
  }

  /* {hits, mixed, overfull}: what the pages say of a word; see opened.py. */
  async function foundOn(index, word) {
    const hits = new Map();
    let mixed = null;
    let overfull = false;
    for (const page of await index.shard("grams", index.root(word), readPages)) {
      if (page.shared.startsWith(word)) {
        if (page.kind === 2 && page.key === word) overfull = true;
        const next = page.key[word.length];
        const ends = next !== undefined && next <= search.LAST_BOUNDARY;
        for (const [passage, flag] of readPlaces(page.data)) {
          const whole = next === undefined ? flag === 3 : ends && flag >= 2;
          const how = whole ? 2 : Math.min(flag, 1);
          hits.set(passage, Math.max(hits.get(passage) || 0, how));
        }
      } else if (word.startsWith(page.shared) && notAfter(page.key, word)) mixed = page;
    }
    return { hits, mixed: hits.size ? null : mixed, overfull };
  }

  /* Every passage that holds the folded word -> how well: see grade. */
  async function lookup(index, word, among) {
    const inner = search.bounded(word);
    if (index.isCommon(inner)) return readPlaces((await index.shard("lists", inner, readNamed)).get(inner), new Many(index.end));
    const { hits, mixed } = await foundOn(index, inner);
    if (!mixed) return hits;
    if (mixed.kind === 2) return long(index, Array.from(inner), word);
    const places = readPlaces(mixed.data);
    return index.verified(among ? among.filter((n) => places.has(n)) : Array.from(places.keys()), word);
  }

  /* A word longer than DEPTH whose beginning stands in many passages: pieces that cover it are looked
     up until few are left; if many are, where the pieces stand tells. */
  async function long(index, points, word) {
    const last = points.length - DEPTH;
    const offsets = [0, last];
    for (let offset = DEPTH; offset < last; offset += DEPTH) offsets.push(offset);
    const pieces = offsets.map((offset) => points.slice(offset, offset + DEPTH).join(""));
    const placed = [];
    let candidates = null;
    for (const [i, piece] of pieces.entries()) {
      const { hits, mixed, overfull } = await foundOn(index, piece);
      const there = mixed ? readPlaces(mixed.data) : hits;
      candidates = candidates ? candidates.filter((n) => there.has(n)) : Array.from(there.keys());
      const cells = new Set(candidates.map((n) => Math.floor(n / CELL)));
      if (!overfull || cells.size <= FEW) return index.verified(candidates, word);
      /* where this one stands, and what is next, come on the same round trip; after two, all that are left */
      placed.push(positionsOf(index, piece, hits));
      placed[i].catch(() => null);
      for (const other of i ? pieces.slice(i + 1) : [pieces[1]]) index.expect(other);
    }
    const [first, second, ...others] = await Promise.all(placed);
    const found = new Map();
    for (const n of candidates) {
      for (const [position, flags] of first.get(n)) {
        const ends = [second, ...others].map((places, i) => places.get(n).get(position + offsets[i + 1]));
        if (ends.includes(undefined)) continue;
        const how = flags & 4 ? (flags & 2 && ends[0] & 1 ? 2 : 1) : 0;
        found.set(n, Math.max(found.get(n) || 0, how));
      }
    }
    return found;
  }
  /* passage -> position in it -> 4 in its head, 2 where a name begins, 1 where one ends after it. */
  async function positionsOf(index, gram, hits) {
    const numbers = new Numbers((await index.shard("positions", gram, readNamed)).get(gram) || []);
    const found = new Map();
    for (const passage of Array.from(hits.keys()).sort((a, b) => a - b)) {
      const places = new Map();
      let position = 0;
      for (let count = numbers.next(); count > 0; count--) {
        const value = numbers.next();
        position += Math.floor(value / 8);
        places.set(position, value % 8);
      }
      found.set(passage, places);
    }
    return found;
  }

  search.shards = { lookup };
})((window.qingdanSearch = window.qingdanSearch || {}));
