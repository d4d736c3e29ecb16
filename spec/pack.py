#!/usr/bin/env python3
"""A second reader of packed text, written from pack.md alone: python3 spec/pack.py < lines-of-hex

Standard input holds lines of hex, as `nightjar pack` writes them; standard output gets the texts. Reading the tables
takes half a minute."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CODER = os.path.join(HERE, '..', 'packages', 'envelope', 'pack')
M = 0xffffffff


class Refused(Exception):
    pass


class Reader:
    def __init__(self, octets):
        self.octets, self.at, self.low, self.high, self.w = octets, 0, 0, M, 0
        for _ in range(4):
            self.take()

    def take(self):
        if self.at >= len(self.octets) + 8:
            raise Refused('PACK_CUT')
        self.w = (self.w << 8 | (self.octets[self.at] if self.at < len(self.octets) else 0)) & M
        self.at += 1

    def bit(self, p):
        r = self.high - self.low
        m = self.low + (r >> 16) * p + ((r & 0xffff) * p >> 16)
        bit = 1 if self.w <= m else 0
        if bit:
            self.high = m
        else:
            self.low = m + 1
        while (self.low ^ self.high) >> 24 == 0:
            self.low = self.low << 8 & M
            self.high = (self.high << 8 | 255) & M
            self.take()
        return bit

    def even(self, bits):
        value = 0
        for _ in range(bits):
            value = value * 2 + self.bit(32768)
        return value


def curves():
    listed = re.search(r'POINTS = \[(.*?)\]', open(os.path.join(CODER, 'logistic.ts')).read(), re.S).group(1)
    points = [int(n) for n in re.findall(r'\d+', listed)] + [65536]
    squash = []
    for x in range(4097):
        i, f = x >> 6, x & 63
        end = points[i + 1] if i < 64 else points[i]
        squash.append(min(65535, max(1, points[i] + ((end - points[i]) * f + 32) // 64)))
    stretch, x = [], -2047
    for q in range(4096):
        while x < 2047 and squash[x + 2048] < 16 * q + 8:
            x += 1
        stretch.append(x)
    return squash, stretch


SQUASH, STRETCH = curves()
COUNT = list(range(12))
while len(COUNT) < 64:
    COUNT.append(COUNT[-1] + COUNT[-1] // 4 + 1)


def q_of(v):
    o = 10
    while v >= 2048:
        v, o = v // 2, o + 1
    while v < 1024:
        v, o = v * 2, o - 1
    return min(95, 4 * o + (3 if v >= 1722 else 2 if v >= 1448 else 1 if v >= 1218 else 0))


class Tables:
    def __init__(self, b):
        if b[:5] != b'NJPT\x01':
            raise Refused('PACK_MODEL')
        c, nodes, g = (int.from_bytes(b[i:j], 'big') for i, j in ((5, 7), (7, 10), (10, 14)))
        self.characters = [int.from_bytes(b[14 + 3 * i:17 + 3 * i], 'big') for i in range(c)]
        self.grams(Reader(b[14 + 3 * c:14 + 3 * c + g]), nodes, c + 2)
        rest = b[14 + 3 * c + g:]
        numbers = [rest[i] * 256 + rest[i + 1] for i in range(0, len(rest), 2)]
        sizes = [144 * 17, 256 * 17, 256 * 17, 6 * 64, 9 * 8 * 64, 256 * 3 * 33]
        parts = []
        for size in sizes:
            parts.append(numbers[:size])
            numbers = numbers[size:]
        assert not numbers
        self.weights = [[(w - 32768) * 8 for w in part] for part in parts[:3]]
        self.states, self.deep, self.adjust = parts[3:]

    def grams(self, reader, nodes, symbols):
        symbol, level, suffix = [0], [0], [0]
        first = [0] * (nodes + 1)
        counts, present, parents = [32768] * (16 * 96 * 64), [32768] * (16 * 96 * 32), [32768] * (16 * 64 * 4)

        def adapt(table, at):
            t = table[at]
            bit = reader.bit(min(65472, max(64, t)))
            table[at] = t + (65535 - t >> 5) if bit else t - (t >> 5)
            return bit

        def level_in(b):
            a = 1
            while a < 64:
                a = 2 * a + adapt(counts, 64 * b + a)
            return a - 64

        total, begin, end = 0, 0, 1
        for d in range(9):
            for n in range(begin, end):
                first[n] = len(symbol)
                if d == 0:
                    for s in range(symbols):
                        found = level_in(0)
                        if found:
                            symbol.append(s), level.append(found), suffix.append(0)
                            total += COUNT[found]
                    continue
                f = suffix[n]
                a, z = first[f], first[f + 1]
                if z <= a or not adapt(parents, (64 * d + level[n]) * 4 + min(3, z - a - 1)):
                    continue
                own, whole = COUNT[level[n]], total if f == 0 else COUNT[level[f]]
                for h in range(a, z):
                    e = q_of(own * COUNT[level[h]] * 16 // whole + 1)
                    if adapt(present, (96 * d + e) * 32 + (level[n] >> 1)):
                        level_here = level_in(96 * d + e)
                        symbol.append(symbol[h]), level.append(level_here), suffix.append(h)
            begin, end = end, len(symbol)
        assert len(symbol) == nodes
        for n in range(begin, nodes + 1):
            first[n] = nodes
        self.symbol, self.level, self.first = symbol, level, first

    def child(self, n, s):
        for h in range(self.first[n], self.first[n + 1]) if n >= 0 else ():
            if self.symbol[h] == s:
                return h
        return -1


class Text:
    def __init__(self, tables, reader):
        self.t, self.reader = tables, reader
        self.weights = [part[:] for part in tables.weights]
        self.context = [0, tables.child(0, 0)] + [-1] * 7
        self.history, self.word, self.state = [0] * 8, 0, {}

    def symbol(self):
        t, orders, depth, count = self.t, [], 0, 1
        for k in range(9):
            n = self.context[k]
            children = range(t.first[n], t.first[n + 1]) if n >= 0 else ()
            if not children:
                orders.append(None)
                continue
            depth, count = k, 1 if n == 0 else COUNT[t.level[n]]
            said = [(t.symbol[h], max(0, 16 * COUNT[t.level[h]] - 9)) for h in children]
            kept = sum(v for _, v in said)
            size = max(16 * count, kept + 9 * len(said))
            orders.append((said, size, size - kept))
        bases, hashed, seen = [], 0, 0
        for i, order in enumerate((1, 2, 3, 4, 6, 0)):
            while seen < order:
                hashed = ((hashed + self.history[seen] + 1) * 0x2c1b3c6d & M) ^ (hashed >> 15)
                seen += 1
            bases.append((((self.word if order == 0 else hashed) ^ (i << 24)) * 0x297a2d39) & M)
        partial, agreed = 1, 0
        for k in range(7, -1, -1):
            bit = self.decide(orders, depth, count, bases, partial, agreed, 1 << k)
            partial = 2 * partial + bit
            agreed |= bit << k
        for k in range(8, 0, -1):
            self.context[k] = t.child(self.context[k - 1], agreed)
        self.history = [agreed] + self.history[:7]
        self.word = 0 if agreed < 18 else ((self.word + agreed) * 0x3d4d51cb & M) ^ (self.word >> 13)
        return agreed

    def decide(self, orders, depth, count, bases, partial, agreed, w):
        t, inputs = self.t, [0] * 17
        one = zero = w << 16
        for k in range(depth + 1):
            if orders[k] is None:
                continue
            said, size, rest = orders[k]
            s0 = sum(v for s, v in said if agreed <= s < agreed + w)
            s1 = sum(v for s, v in said if agreed + w <= s < agreed + 2 * w)
            one, zero = max(1, (rest * one + (s1 << 24)) // size), max(1, (rest * zero + (s0 << 24)) // size)
            q = 4096 * one // (one + zero)
            inputs[k] = STRETCH[q]
        deep = (8 * depth + min(7, count.bit_length() - 1)) * 64 + (q >> 6)
        inputs[9] = STRETCH[t.deep[deep] >> 4]
        places, r = [], 0
        for i in range(6):
            place = (i << 16) + ((bases[i] + partial * 0x9e3779b1 & M) >> 16)
            places.append(place)
            state = self.state.get(place, 0)
            if state:
                inputs[10 + i] = STRETCH[t.states[64 * i + state] >> 4]
                if i < 5:
                    r = (1, 2, 2, 3, 3)[i]
        inputs[16] = 256
        c = 0 if count < 4 else 1 if count < 16 else 2 if count < 100 else 3
        newest = self.history[0]
        sets = [(depth * 4 + c) * 4 + r, partial, 1 if newest > 255 else newest]
        dots = []
        for weights, s in zip(self.weights, sets):
            dot = sum(weights[17 * s + i] * inputs[i] for i in range(17)) >> 16
            dots.append(max(-2047, min(2047, dot)))
        x = sum(dots) // 3
        cell = (3 * partial + (0 if depth < 3 else 1 if depth < 5 else 2)) * 33 + (x + 2048 >> 7)
        b = x + 2048 & 127
        p2 = t.adjust[cell] * (128 - b) + t.adjust[cell + 1] * b >> 7
        bit = self.reader.bit(min(65519, max(16, SQUASH[x + 2048] + p2 + 1 >> 1)))
        for weights, s, dot in zip(self.weights, sets, dots):
            error = (bit << 16) - SQUASH[dot + 2048] >> 4
            for i in range(17):
                weights[17 * s + i] += inputs[i] * error * 3 + 16384 >> 15
        for place in places:
            zeros, ones = divmod(self.state.get(place, 0), 8)
            if bit:
                zeros, ones = zeros + 2 >> 1 if zeros > 2 else zeros, min(7, ones + 1)
            else:
                zeros, ones = min(7, zeros + 1), ones + 2 >> 1 if ones > 2 else ones
            self.state[place] = 8 * zeros + ones
        return bit


def unpack(tables, octets):
    reader = Reader(octets)
    if reader.bit(1024):
        plain = bytearray()
        while (octet := reader.even(8)) != 255:
            plain.append(octet)
            if len(plain) > 65536:
                raise Refused('PACK_TOO_LONG')
        try:
            text = plain.decode()
        except UnicodeDecodeError:
            raise Refused('PACK_CHARACTER') from None
    else:
        text = modelled(tables, reader)
    if reader.at < len(octets):
        raise Refused('PACK_TRAILING')
    return text


def modelled(tables, reader):
    text, parts, length, block, s = Text(tables, reader), [], 0, 0x7d8, 40000
    while (symbol := text.symbol()) != 0:
        if symbol == 1:
            same = reader.bit(s)
            s += 65000 - s >> 3 if same else 60 - (s >> 3)
            if not same:
                block = reader.even(15)
            character = block * 64 + reader.even(6)
            if character > 0x10ffff or 0xd800 <= character <= 0xdfff:
                raise Refused('PACK_CHARACTER')
            text.history[0] = 256 + (character & 0xffff)
        elif symbol - 2 < len(tables.characters):
            character = tables.characters[symbol - 2]
        else:
            raise Refused('PACK_CHARACTER')
        length += len(chr(character).encode())
        if length > 65536:
            raise Refused('PACK_TOO_LONG')
        parts.append(chr(character))
    return ''.join(parts)


def main():
    with open(os.path.join(CODER, 'tables', 'pack.bin'), 'rb') as file:
        tables = Tables(file.read())
    for line in sys.stdin:
        try:
            print(unpack(tables, bytes.fromhex(line.strip())))
        except Refused as refused:
            print(refused)


if __name__ == '__main__':
    main()
