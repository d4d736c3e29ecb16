/** The first nightjar.toml of a line: every setting that an operator is likely to change, said in words. */
export interface Ports { intake?: number; intakeDesk?: number; web?: number; email?: number; desk?: number }

export function lineToml(ports: Ports, pullSeconds = 20): string {
  const { intake = 8700, intakeDesk = 8701, web = 8710, email = 8725, desk = 8780 } = ports
  return `# Nightjar. Read once when a program starts; unknown keys are refused. Paths are relative to this folder.
# An address other than 127.0.0.1 needs a proxy in front that ends TLS, and behindProxy = true beside it.

[line]
# Which profile of kinds/ is shown: civil-defence, human-rights, newsroom or crime-tips.
profile = "civil-defence"
# The languages of the pages, the first one when a browser names none of them.
languages = ["en", "ar", "ckb"]

[intake]
# Pages and envelopes from the public. publicUrl is how people reach it.
listen = "127.0.0.1:${intake}"
publicUrl = "http://127.0.0.1:${intake}"
# The desk pulls here, with the certificates made by init.
deskListen = "127.0.0.1:${intakeDesk}"
# Room for envelopes that wait for the desk, in each lane; a full lane answers "try later" and leaves the others alone.
laneBytes = 536870912
laneEnvelopes = 50000
# Room for sealed photos and files.
attachmentBytes = 8589934592

[gateway]
# Where the edges hand in what they sealed.
intakeUrl = "http://127.0.0.1:${intake}"

[gateway.web]
# Takes the form of pages without scripts.
listen = "127.0.0.1:${web}"
publicUrl = "http://127.0.0.1:${web}"

[gateway.email]
# SMTP. Mail for any other recipient is refused.
listen = "127.0.0.1:${email}"
recipients = ["tips@localhost"]

[desk]
# The console. Keep it on this machine, or behind a proxy that only your people reach.
listen = "127.0.0.1:${desk}"
intakeDeskUrl = "https://127.0.0.1:${intakeDesk}"
# Pulled at fixed intervals, whether there is something or not.
pullSeconds = ${pullSeconds}
# More places: GeoNames dumps, COD-AB GeoJSON, or TSV of your own.
gazetteers = []
# The sender that warnings name.
sender = "nightjar@localhost"
lockAfterMinutes = 30
`
}
