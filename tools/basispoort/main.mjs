// Stand-in for Basispoort's partner REST API: README.md beside this file says what it does and does not.
import { writeFileSync, renameSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Consent } from './consent.mjs';
import { startControl } from './control.mjs';
import { Faults } from './faults.mjs';
import { Lika } from './lika.mjs';
import { Requests } from './requests.mjs';
import { Roster } from './roster.mjs';
import { startPartnerApi } from './partner_api.mjs';

const usage = `usage: node main.mjs --ca FILE --certificate FILE --key FILE [--roster FILE ...]
                     [--port N] [--control-port N] [--ready-file FILE] [--max-tls TLSv1.2|TLSv1.3]
                     [--lika-file FILE]

  --ca FILE            signs the certificates of clients that are let in
  --certificate FILE   of this server; --key FILE its key
  --roster FILE        NDJSON as roster-gen writes it; may be given several times; none: no school
  --port N             of the API on 127.0.0.1; --control-port N of the tests' control; 0 (default): a free one
  --ready-file FILE    gets the line that is also printed when both ports are open
  --max-tls V          TLSv1.2 (default): the real one did not speak TLS 1.3 in 2024
  --lika-file FILE     keeps publishers' methods, products and users for the next start; none: in memory`;

function options() {
    const text = (fallback) => ({ type: 'string', default: fallback });
    const { values } = parseArgs({
        options: {
            ca: text(''), certificate: text(''), key: text(''), 'ready-file': text(''), 'lika-file': text(''),
            port: text('0'), 'control-port': text('0'), 'max-tls': text('TLSv1.2'),
            roster: { type: 'string', multiple: true, default: [] },
            help: { type: 'boolean', short: 'h', default: false },
        },
    });
    if (values.help) {
        console.log(usage);
        process.exit(0);
    }
    for (const name of ['ca', 'certificate', 'key']) {
        if (!values[name]) throw new Error(`--${name} is missing`);
    }
    for (const name of ['port', 'control-port']) {
        if (!/^\d{1,5}$/.test(values[name])) throw new Error(`--${name} must be a port number`);
    }
    if (!['TLSv1.2', 'TLSv1.3'].includes(values['max-tls'])) throw new Error('--max-tls must be TLSv1.2 or TLSv1.3');
    return values;
}

async function main() {
    let given;
    try {
        given = options();
    } catch (error) {
        console.error(`basispoort: ${error.message}\n${usage}`);
        process.exit(2);
    }
    const roster = await Roster.open(given.roster);
    const world = {
        roster, consent: new Consent(), faults: new Faults(), lika: new Lika(roster, given['lika-file'] || null),
        requests: new Requests(),
    };
    const api = await startPartnerApi(world, {
        port: Number(given.port), ca: given.ca, certificate: given.certificate, key: given.key, maxTls: given['max-tls'],
    });
    const control = await startControl(world, Number(given['control-port']));
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

    const ready = JSON.stringify({
        url: `https://127.0.0.1:${api.address().port}`, controlUrl: `http://127.0.0.1:${control.address().port}`,
        port: api.address().port, controlPort: control.address().port, schools: roster.ids().length,
    });
    if (given['ready-file']) {
        // Under its own name only when it is whole: somebody waits for it.
        writeFileSync(`${given['ready-file']}.new`, `${ready}\n`, { mode: 0o600 });
        renameSync(`${given['ready-file']}.new`, given['ready-file']);
    }
    console.log(ready);
}

main().catch((error) => {
    console.error(`basispoort: ${error.message}`);
    process.exit(1);
});
