import assert from "node:assert/strict";
import { test } from "node:test";
import {
  address,
  caseless,
  flag,
  hexNumber,
  instant,
  named,
  number,
  octets,
  rounded,
  text,
  words,
} from "./normalize.ts";

test("numbers, flags and octets are the same in every spelling", () => {
  for (const spelling of ["10", "0x0a", "0xA", "+10", "10.0"]) assert.equal(number.theirs(spelling), "10");
  assert.equal(number.theirs("True"), number.ours(true));
  assert.equal(number.theirs(""), undefined);
  assert.notEqual(number.theirs("10"), number.theirs("11"));
  assert.equal(flag.theirs("0xff"), flag.ours(1));
  assert.equal(octets.theirs("0A:0b:0C"), octets.ours("0a0b0c"));
  assert.equal(hexNumber.ours("00ff"), number.theirs("255"));
  assert.equal(rounded(6).theirs("123.7890014"), rounded(6).ours(123.78900146484375));
});

test("addresses of each kind are written one way", () => {
  assert.equal(address.theirs("00:1B:1b:34:34:CB"), address.ours("001b1b3434cb"));
  assert.equal(address.theirs("FE80:0:0:0:0:0:0:1"), address.ours("fe80::1"));
  assert.equal(address.theirs("10.1.2.3"), address.ours("10.1.2.3"));
});

test("texts lose what tools show differently and nothing more", () => {
  assert.equal(text.theirs("a\\tb\\r\\n"), text.ours("a\tb"));
  assert.notEqual(text.theirs("ab"), text.ours("a b"));
  assert.equal(caseless.theirs("WWW.Example.ORG"), caseless.ours("www.example.org"));
  assert.equal(words.theirs("READ_COILS"), words.ours("read coils"));
  assert.equal(named({ close: 1 }).ours("close"), number.theirs("0x01"));
});

test("instants agree to the millisecond", () => {
  assert.equal(instant.theirs("Mar 10, 2020 20:03:44.043000000 UTC"), instant.ours(1583870624.043));
  assert.equal(instant.theirs("Sep 15, 2020 17:58:12.105900000 UTC"), instant.ours(1600192692.106));
});
