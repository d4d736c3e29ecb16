import { createServer, type AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSmtp, stuffed } from './smtp.ts'

test('a message ends in one dot on a line of its own, and no line of it can look like that', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('.', '..', 'a', '\r\n', '\n', '\r', '', '.x')), (parts) => {
    const sent = stuffed(Buffer.from(parts.join(''))).toString('latin1')
    expect(sent.endsWith('\r\n.\r\n') || sent === '.\r\n').toBe(true)
    expect(`\r\n${sent}`.indexOf('\r\n.\r\n')).toBe(sent.length - 3)
  }))
})

test('bytes beyond ASCII go out as they are', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    const clean = bytes.filter((octet) => octet !== 0x0d && octet !== 0x0a && octet !== 0x2e)
    expect([...stuffed(clean)]).toEqual(clean.length === 0 ? [46, 13, 10] : [...clean, 13, 10, 46, 13, 10])
  }))
})

test('keeps the code and words of a refusal, and says when the server hangs up', async () => {
  const server = createServer((socket) => {
    socket.write('220 here\r\n')
    socket.on('data', (bytes) => {
      const line = bytes.toString()
      if (line.startsWith('EHLO')) socket.write('250-here\r\n250 SIZE 1000\r\n')
      else if (line.startsWith('RCPT')) socket.write('550 5.7.1 no relaying\r\n')
      else if (line.startsWith('QUIT')) socket.end()
      else socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  try {
    const smtp = await openSmtp((server.address() as AddressInfo).port)
    expect(await smtp.deliver(Buffer.from('x'), 'a@example.org', 'b@example.org'))
      .toEqual({ taken: false, step: 'RCPT', answer: { code: 550, text: '5.7.1 no relaying' } })
    await expect(smtp.command('QUIT')).rejects.toMatchObject({
      code: 'SMTP_PROTOCOL', message: 'the mail server closed the connection in the middle of an exchange',
    })
  } finally {
    server.close()
  }
})
