"""Signatures against libsodium (PyNaCl): each library verifies what the other signed."""

import base64
import json
import random
import subprocess

import pytest
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from tool import denchi

PREFIX = bytes.fromhex("302e020100300506032b657004220420")
PUBLIC_PREFIX = bytes.fromhex("302a300506032b6570032100")


def pem(label, data):
    return f"-----BEGIN {label}-----\n{base64.b64encode(data).decode()}\n-----END {label}-----\n"


def sign(folder, seed, message):
    """The signature that `denchi report sign` writes for a message, and its file."""
    key, report = folder / "key.pem", folder / "message"
    key.write_text(pem("PRIVATE KEY", PREFIX + seed))
    report.write_bytes(message)
    outcome = denchi("report", "sign", report, "--key", key)
    assert outcome.code == 0, outcome.err
    return json.loads((folder / "message.sig").read_text())


def test_libsodium_verifies_what_we_sign_and_signs_the_same(tmp_path):
    generator = random.Random(8032)
    for length in [0, 1, 31, 32, 33, 1000, 100_000] + [generator.randrange(5000) for _ in range(40)]:
        seed, message = generator.randbytes(32), generator.randbytes(length)
        file = sign(tmp_path, seed, message)
        ours = base64.b64decode(file["signature"])
        key = SigningKey(seed)
        assert ours == key.sign(message).signature
        public = VerifyKey(base64.b64decode(file["publicKey"]))
        assert public == key.verify_key
        public.verify(message, ours)
        edited = bytearray(ours)
        edited[generator.randrange(64)] ^= 1 << generator.randrange(8)
        with pytest.raises(BadSignatureError):
            public.verify(message, bytes(edited))


def test_we_verify_what_libsodium_signed_and_nothing_else(tmp_path):
    generator = random.Random(25519)
    report, signature = tmp_path / "report.json", tmp_path / "report.json.sig"
    for _ in range(30):
        key = SigningKey(generator.randbytes(32))
        message = generator.randbytes(generator.randrange(3000))
        report.write_bytes(message)
        (tmp_path / "key.pub").write_text(pem("PUBLIC KEY", PUBLIC_PREFIX + bytes(key.verify_key)))

        def verdict(made):
            signature.write_text(
                f'{{"algorithm": "Ed25519", "publicKey": "{base64.b64encode(bytes(key.verify_key)).decode()}", '
                f'"signature": "{base64.b64encode(made).decode()}"}}\n')
            # These bytes are no report, which is a difference too; only the signature is looked at.
            outcome = denchi("verify", report, "--key", tmp_path / "key.pub")
            return "signature: does not fit" not in outcome.out.decode()
        made = key.sign(message).signature
        assert verdict(made)
        edited = bytearray(made)
        edited[generator.randrange(64)] ^= 1 << generator.randrange(8)
        assert not verdict(bytes(edited))


def test_openssl_reads_the_key_and_verifies_the_signature(tmp_path):
    key, report = tmp_path / "laboratory.pem", tmp_path / "report.json"
    assert denchi("report", "key", key).code == 0
    report.write_text("{}\n")
    assert denchi("report", "sign", report, "--key", key).code == 0
    raw = tmp_path / "raw"
    raw.write_bytes(base64.b64decode(json.loads((tmp_path / "report.json.sig").read_text())["signature"]))
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", f"{key}.pub", "-in", report,
         "-sigfile", raw], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_keys_that_are_none_are_told_of(tmp_path):
    report = tmp_path / "report.json"
    report.write_text("{}\n")
    weak = tmp_path / "weak.pub"
    weak.write_text(pem("PUBLIC KEY", PUBLIC_PREFIX + bytes([1]) + bytes(31)))
    outcome = denchi("verify", report, "--key", weak)
    assert outcome.code == 3 and "no Ed25519 public key" in outcome.err
    outcome = denchi("report", "sign", report, "--key", report)
    assert outcome.code == 3 and "no Ed25519 private key" in outcome.err
