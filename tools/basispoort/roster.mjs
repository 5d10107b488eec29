// The schools: where each one's records stand in the files, and what tests put in their place.
import { open } from 'node:fs/promises';
import { SchoolView } from './school.mjs';

const BLOCK = 4 * 1024 * 1024;
const NEWLINE = 0x0a;
// How roster-gen and the demonstration begin their lines; a line of another order is parsed to find its school.
const HEAD = /^\{"type":"(\w+)","op":"\w+","schoolId":(\d+)[,}]/;
const HEAD_BYTES = 96;

/// One file: per school the byte ranges of its lines, so that a country takes megabytes and not gigabytes.
class RosterFile {
    constructor(handle, mutatedAt) {
        this.handle = handle;
        this.mutatedAt = mutatedAt;
        this.ranges = new Map(); // school id → [[start, end), ...]
    }

    static async open(path, onSchoolLine) {
        const handle = await open(path, 'r');
        const file = new RosterFile(handle, (await handle.stat()).mtime);
        await file.#index(path, onSchoolLine);
        return file;
    }

    async records(school) {
        const records = [];
        for (const [start, end] of this.ranges.get(school) ?? []) {
            const bytes = Buffer.alloc(end - start);
            const { bytesRead } = await this.handle.read(bytes, 0, bytes.length, start);
            if (bytesRead !== bytes.length) throw new Error('a roster file became shorter while it was in use');
            records.push(...parseLines(bytes.toString('utf8')));
        }
        return records;
    }

    async #index(path, onSchoolLine) {
        let kept = Buffer.alloc(0); // a line that the last block broke off
        let at = 0; // where `kept` begins in the file
        let number = 0;
        for (;;) {
            const block = Buffer.allocUnsafe(BLOCK);
            const { bytesRead } = await this.handle.read(block, 0, BLOCK, at + kept.length);
            const last = bytesRead === 0;
            const bytes = Buffer.concat([kept, block.subarray(0, bytesRead)]);
            let start = 0;
            while (start < bytes.length) {
                const newline = bytes.indexOf(NEWLINE, start);
                if (newline < 0 && !last) break;
                const end = newline < 0 ? bytes.length : newline;
                const next = Math.min(end + 1, bytes.length);
                number += 1;
                if (end > start) {
                    this.#line(bytes.subarray(start, end), [at + start, at + next], `${path}:${number}`, onSchoolLine);
                }
                start = next;
            }
            if (last) return;
            at += start;
            kept = Buffer.from(bytes.subarray(start));
        }
    }

    #line(bytes, range, place, onSchoolLine) {
        const head = HEAD.exec(bytes.toString('latin1', 0, HEAD_BYTES));
        let type = head?.[1];
        let school = Number(head?.[2]);
        if (!head || type === 'school') {
            const record = parseLine(bytes.toString('utf8'), place);
            ({ type, schoolId: school } = record);
            if (type === 'school') onSchoolLine(school, record);
        }
        if (!Number.isSafeInteger(school)) throw new Error(`${place} names no schoolId`);
        const ranges = this.ranges.get(school);
        if (!ranges) this.ranges.set(school, [range]);
        else if (ranges.at(-1)[1] === range[0]) [, ranges.at(-1)[1]] = range;
        else ranges.push(range);
    }
}

function parseLine(text, place) {
    try {
        return JSON.parse(text);
    } catch {
        throw new Error(`${place} is not JSON`); // never the line itself
    }
}

export function parseLines(text) {
    return text.split('\n').filter((line) => line !== '').map((line, at) => parseLine(line, `line ${at + 1}`));
}

export class Roster {
    #files = [];
    #heads = new Map(); // school id → `data` of its school record, for searching by name and address
    #replaced = new Map(); // school id → {records, mutatedAt}
    #removed = new Set();
    version = 1; // grows with every change

    static async open(paths) {
        const roster = new Roster();
        for (const path of paths) {
            roster.#files.push(await RosterFile.open(path, (school, record) => roster.#setHead(school, record)));
        }
        return roster;
    }

    /// Ascending.
    ids() {
        const ids = new Set(this.#heads.keys());
        for (const school of this.#removed) ids.delete(school);
        return [...ids].sort((a, b) => a - b);
    }

    has(school) {
        return this.#heads.has(school) && !this.#removed.has(school);
    }

    /// Pre: has(school).
    head(school) {
        return this.#heads.get(school);
    }

    /// All that is known of one school, read anew each time. Pre: has(school).
    async view(school) {
        const replaced = this.#replaced.get(school);
        if (replaced) return new SchoolView(school, replaced.records, replaced.mutatedAt);
        const records = [];
        let mutatedAt = new Date(0);
        for (const file of this.#files) {
            if (!file.ranges.has(school)) continue;
            records.push(...(await file.records(school)));
            if (file.mutatedAt > mutatedAt) mutatedAt = file.mutatedAt;
        }
        return new SchoolView(school, records, mutatedAt);
    }

    /// From now on the school is what these records say, whatever the files hold.
    replace(school, records) {
        this.version += 1;
        this.#replaced.set(school, { records, mutatedAt: new Date() });
        this.#removed.delete(school);
        this.#heads.set(school, {});
        for (const record of records) if (record.type === 'school') this.#setHead(school, record);
    }

    remove(school) {
        this.version += 1;
        this.#removed.add(school);
    }

    #setHead(school, record) {
        if (record.op === 'delete') this.#heads.delete(school);
        else this.#heads.set(school, record.data ?? {});
    }
}
