// `signpost trust`: how programs, or the whole machine, come to trust the local CA, and how that ends again.
// Invariant: commands are printed, never run, and nothing is made here: who trusts what is for people to decide.
// What is said depends on the system alone, so that a page of it can be tested on any other.

import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { printEndpoint } from "../net/address.ts";
import type { Config } from "../server/config.ts";
import { configuration, wordFor } from "./configuration.ts";
import { Failure } from "./program.ts";

interface Options {
  readonly config?: string;
  readonly data?: string;
}

interface Way {
  readonly whom: string;
  readonly trust: string;
  readonly undo: string;
}

export function trustCommand(): Command {
  return new Command("trust")
    .description("print how programs, or this machine, can be told to trust the local CA")
    .option("-c, --config <file>", "the configuration (./signpost.yaml where it exists)")
    .option("--data <dir>", "the directory of the API's durable state (./.signpost)")
    .action((options: Options) => {
      const config = configuration(options.config, wordFor("--data", "data", options.data));
      if (config.data === null) throw new Failure(1, "data is null, so there is no local CA that outlives a server.");
      const path = resolve(join(config.data, "ca", "ca.pem"));
      const certificate = readCertificate(path);
      process.stdout.write(`${trustPage(path, certificate, config.api, systemWays(path, certificate))}\n`);
    });
}

function readCertificate(path: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new Failure(1, `${path} cannot be read as a certificate: ${(error as Error).message}.`);
    throw new Failure(
      1,
      `There is no local CA at ${path} yet: \`signpost serve\` makes it when it first serves anything over TLS, as the gateway does.`,
    );
  }
}

function trustPage(path: string, certificate: X509Certificate, api: Config["api"], ways: readonly Way[]): string {
  const file = quote(path);
  const name = /CN=(.*)/.exec(certificate.subject)?.[1] ?? certificate.subject;
  const until = certificate.validToDate.toISOString().slice(0, 10);
  return `# ${name}, until ${until}, for TLS servers only.
# SHA-256 ${certificate.fingerprint256}
# Whoever has its key (${quote(path.replace(/ca\.pem$/, "ca-key.pem"))}) can speak as any server to those who trust it.
# These are words for a shell; nothing has been run.

# One program at a time, which is the better way. AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE and SSL_CERT_FILE replace what the
# program trusts otherwise; NODE_EXTRA_CA_CERTS adds to it.
${proxyLines(api)}export AWS_CA_BUNDLE=${file}          # AWS CLI, boto3, certbot's Route 53 plugin, lego
export REQUESTS_CA_BUNDLE=${file}     # Python's requests: certbot
export SSL_CERT_FILE=${file}          # Go and OpenSSL: lego, Terraform, external-dns
export NODE_EXTRA_CA_CERTS=${file}    # Node.js
curl --cacert ${file} …
keytool -importcert -noprompt -alias signpost -file ${file} -keystore trust.p12 -storepass changeit
java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit …

# The whole machine, and the way back.
${ways.map(({ whom, trust, undo }) => `# ${whom}\n${trust}\n# back: ${undo}`).join("\n")}
# Firefox: Settings, Certificates, View Certificates, Authorities, Import.`;
}

/** How clients without an endpoint option, or without plain HTTP, are led here, where the configuration lets them. */
function proxyLines({ intercept, listen, tls }: Config["api"]): string {
  const proxy = `export HTTPS_PROXY=http://${printEndpoint(listen)} NO_PROXY=localhost,127.0.0.1,::1\n`;
  const own = tls.listen === null ? "" : `# https://${printEndpoint(tls.listen)} answers as ${tls.hosts.join(", ")}.\n`;
  return own + (intercept ? proxy : "");
}

/** The stores of this system. */
function systemWays(path: string, { fingerprint }: X509Certificate): readonly Way[] {
  const file = quote(path);
  if (process.platform === "darwin") return [keychain(file)];
  if (process.platform === "win32") return [certutil(file, fingerprint.replaceAll(":", ""))];
  const known = linuxStores(file).filter(({ command }) =>
    ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((folder) => existsSync(join(folder, command))),
  );
  return known.length > 0 ? known.slice(0, 1) : linuxStores(file);
}

function keychain(file: string): Way {
  return {
    whom: "macOS",
    trust: `sudo security add-trusted-cert -d -r trustRoot -p ssl -k /Library/Keychains/System.keychain ${file}`,
    undo: `sudo security remove-trusted-cert -d ${file}`,
  };
}

function certutil(file: string, mark: string): Way {
  return {
    whom: "Windows, for this user",
    trust: `certutil -user -addstore Root ${file}`,
    undo: `certutil -user -delstore Root ${mark}`,
  };
}

/** By the command that tells them apart. */
function linuxStores(file: string): readonly (Way & { readonly command: string })[] {
  const debian = "/usr/local/share/ca-certificates/signpost.crt";
  const fedora = "/etc/pki/ca-trust/source/anchors/signpost.pem";
  return [
    {
      whom: "Debian, Ubuntu, Alpine",
      command: "update-ca-certificates",
      trust: `sudo cp ${file} ${debian} && sudo update-ca-certificates`,
      undo: `sudo rm ${debian} && sudo update-ca-certificates --fresh`,
    },
    {
      whom: "Fedora, RHEL",
      command: "update-ca-trust",
      trust: `sudo cp ${file} ${fedora} && sudo update-ca-trust`,
      undo: `sudo rm ${fedora} && sudo update-ca-trust`,
    },
    {
      whom: "Arch",
      command: "trust",
      trust: `sudo trust anchor --store ${file}`,
      undo: `sudo trust anchor --remove ${file}`,
    },
  ];
}

/** As one word of a shell. */
function quote(path: string): string {
  return /^[\w./:@%+=-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
