// What there is to ask about: the demonstration that ./run loads, and a little more, so that each operation has something that
// exists. Everything goes through REST, as the tests of access do it (tests/functional/access/world.cpp).
const today = new Date();
const firstYear = today.getFullYear() - (today.getMonth() < 7 ? 1 : 0); // a school year begins in August

const edexml = `<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>${firstYear}-${firstYear + 1}</schooljaar><brincode>99XX</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Contract</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Contract</achternaam><roepnaam>Co</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>`;

export class Caller {
  constructor(api, token) {
    this.api = api;
    this.token = token;
  }

  async send(method, path, body, type = 'application/json') {
    const headers = { Authorization: `Bearer ${this.token}`, Connection: 'close' };
    if (body !== undefined) headers['Content-Type'] = type;
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(this.api + path, { method, headers, body: text });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  }

  get(path) { return this.send('GET', path); }
  async list(path) { return (await this.get(path)).items; }
  async only(path) {
    const items = await this.list(path);
    if (items.length === 0) throw new Error(`nothing at ${path}`);
    return items[0];
  }
  /// What happens by itself a moment later; half a minute at most.
  async until(path, enough) {
    for (let i = 0; i < 300; ++i) {
      const answer = await this.get(path);
      if (enough(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${path} did not become what it should`);
  }
}

/// Values for the {parameters} of a path, and for what an example has under the same name.
export async function makeWorld({ coordinator, helpdesk, machine }) {
  const school = (await helpdesk.only('/schools?basispoortId=1001')).id;
  const base = `/schools/${school}`;
  const imported = await coordinator.send('POST', `${base}/roster-imports`, edexml, 'application/xml');
  await helpdesk.until(`${base}/roster-imports/${imported.id}`, (found) => found.timeline.at(-1).stage === 'visible');
  const group = (await helpdesk.only(`${base}/groups?lasKey=G5`)).id;
  const pupils = await helpdesk.list(`${base}/pupils?groupId=${group}`);
  const licences = await coordinator.list(`${base}/licences`);
  const ofGroups = licences.find((licence) => licence.kind === 'group');
  const ofPupils = licences.find((licence) => licence.kind === 'pupil');
  const link = `${base}/licences/${ofGroups.id}/groups/${group}`;
  await coordinator.send('PUT', link);
  const seat = `${base}/licences/${ofPupils.id}/seats/${pupils[0].id}`;
  await coordinator.send('PUT', seat);
  const correction = await coordinator.send('POST', `${seat}/correction-requests`, { replacementPersonId: pupils[1].id });
  const proposals = await coordinator.until(`${base}/link-proposals`, (found) => found.items.length > 0);
  const history = await coordinator.list(`${base}/licence-history`);
  const reconcile = await helpdesk.send('POST', `${base}/roster-reconciles`, {});
  const reconcileAll = await helpdesk.send('POST', '/roster-reconciles', {});
  const batch = await machine.send('POST', '/roster-batches', { source: 'contract', sequence: 1, kind: 'delta' });
  return {
    schoolId: school,
    groupId: group,
    personId: pupils[2].id,
    replacementPersonId: pupils[1].id,
    seatPersonId: pupils[0].id,
    licenceId: ofGroups.id,
    seatLicenceId: ofPupils.id,
    batchId: batch.id,
    importId: imported.id,
    reconcileId: reconcile.id,
    reconcileAllId: reconcileAll.id,
    correctionId: correction.id,
    proposalId: proposals.items[0].id,
    number: history[0].number,
    n: 1,
    orderLineId: 'demo-1',
    methodId: 'cijferpad',
    productId: 'cijferpad-5',
    code: 'batch-stale',
    // Days in examples grow old.
    startDate: `${firstYear}-08-01`,
    endDate: `${firstYear + 1}-07-31`,
    receivedOn: today.toISOString().slice(0, 10),
    takenOn: today.toISOString().slice(0, 10),
  };
}
