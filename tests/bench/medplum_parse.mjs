// Parses the A03 of bench_convert with @medplum/core, and does nothing else with it: parses per CPU-second, as one JSON line.
//   npm install --prefix build/bench @medplum/core@4.5.2
//   node tests/bench/medplum_parse.mjs build/bench
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';

const folder = resolve(process.argv[2] ?? 'build/bench');
const { Hl7Message } = createRequire(`${folder}/package.json`)('@medplum/core');

const MESSAGE = [
  'MSH|^~\\&|PAS|RXX|TIE|RXX|20261102100100||ADT^A03^ADT_A03|B1|P|2.4|||AL|NE|GBR|UNICODE UTF-8|EN',
  'EVN||20261102100000|||U1|20261102100000',
  'PID|1||9990000018^^^NHS~L0001^^^RXX^MR||EXAMPLE^EDITH^ANN^^MS^^L||19440229|2|||1 EXAMPLE STREET^^LEEDS^^LS1 1AA^GBR^H||01632960001',
  'PD1|||EXAMPLE SURGERY^^Y06601|G5612908^EXAMPLE^GREGORY^^^DR^^^GMC',
  'PV1|1|I|RXX^VW1^^RXX||||C1234567^EXAMPLE^CONSULTANT^^^DR||||430||||19|||||V000123^^^RXX^VISIT|||||||||||||||||1|19'
    + '|||||||20261020171600|20261102100000',
].join('\r');

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

let parsed = 0;
let fields = 0;
for (let i = 0; i < 2000; i++) fields += Hl7Message.parse(MESSAGE).segments.length; // warm
const start = cpuSeconds();
while (cpuSeconds() - start < 2) {
  for (let i = 0; i < 100; i++) fields += Hl7Message.parse(MESSAGE).segments.length;
  parsed += 100;
}
const seconds = cpuSeconds() - start;
if (fields !== (parsed + 2000) * 5) throw new Error('a message was not taken apart');
console.log(JSON.stringify({ bench: 'medplum_parse', per_cpu_second: parsed / seconds }));
