import { expect, test } from 'vitest'
import { primitives, signerOf } from './signatures.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** RFC 8032 section 7.1, tests 1 to 3. */
const ED25519 = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

test('Ed25519 signs and checks as the vectors of RFC 8032 say', () => {
  for (const { secret, publicKey, message, signature } of ED25519) {
    const signer = signerOf('ed25519', hex(secret))
    expect(signer.publicKey.toString('hex')).toBe(publicKey)
    expect(signer.sign(hex(message)).toString('hex')).toBe(signature)
    expect(primitives.ed25519(hex(signature), hex(message), hex(publicKey))).toBe(true)
  }
})

/** GB/T 32918.5-2017 annex A: the recommended curve, identity 1234567812345678, "message digest". */
const SM2 = {
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
}

test('SM2 checks the example of GB/T 32918.5, and no other message, signature or key', () => {
  const message = Buffer.from('message digest')
  expect(primitives.sm2(hex(SM2.signature), message, hex(SM2.publicKey))).toBe(true)
  expect(primitives.sm2(hex(SM2.signature), Buffer.from('message digesT'), hex(SM2.publicKey))).toBe(false)
  expect(primitives.sm2(Buffer.alloc(64), message, hex(SM2.publicKey))).toBe(false)
  expect(primitives.sm2(hex(SM2.signature), message, Buffer.alloc(65, 4))).toBe(false)
})

test('SM3 hashes as GB/T 32905 says', () => {
  expect(Buffer.from(primitives.sm3(Buffer.from('abc'))).toString('hex')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  )
})

test('the same secret makes the same key, and each suite checks its own signatures alone', () => {
  const secret = Buffer.alloc(32, 0xff)
  for (const suite of ['ed25519', 'sm2'] as const) {
    const [one, other] = [signerOf(suite, secret), signerOf(suite, secret)]
    const message = Buffer.from('责任回执')
    expect(one.publicKey).toEqual(other.publicKey)
    const signature = one.sign(message)
    expect(signature).toHaveLength(64)
    expect(primitives[suite](signature, message, other.publicKey)).toBe(true)
    expect(primitives[suite](signature, Buffer.from('责任回軌'), one.publicKey)).toBe(false)
    const stranger = signerOf(suite, Buffer.alloc(32, 1))
    expect(primitives[suite](signature, message, stranger.publicKey)).toBe(false)
  }
})
