#include "tests/support/certificates.h"

#include <cstring>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace wardbridge::test {
namespace {

template <typename T>
using Owned = std::unique_ptr<T, void (*)(T*)>;
using Key = Owned<EVP_PKEY>;
using Certificate = Owned<X509>;
using Bio = Owned<BIO>;

void Must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL refused to make a test's certificate");
}

Bio Memory(const std::string& text = "") {
  BIO* bio = text.empty() ? BIO_new(BIO_s_mem())
                          : BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
  return {bio, BIO_free_all};
}

std::string Drain(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Key ReadKey(const std::string& pem) {
  const Bio bio = Memory(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  Must(key != nullptr);
  return key;
}

std::string WriteKey(EVP_PKEY* key) {
  const Bio bio = Memory();
  Must(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return Drain(bio.get());
}

void AddExtension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  Must(extension != nullptr);
  Must(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void SetSerial(X509* certificate) {
  unsigned char bytes[8];
  Must(RAND_bytes(bytes, sizeof bytes) == 1);
  std::uint64_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1U);
}

}  // namespace

Identity MakeIdentity(const Wish& wish, const Identity* authority) {
  constexpr long kDay = 86'400;
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate made(X509_new(), X509_free);
  Must(key != nullptr && made != nullptr);
  X509_set_version(made.get(), 2);
  SetSerial(made.get());
  X509_gmtime_adj(X509_getm_notBefore(made.get()), wish.from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), wish.until_days * kDay);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
  AddExtension(made.get(), NID_basic_constraints,
               wish.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!wish.alternatives.empty() && !wish.is_authority) {
    AddExtension(made.get(), NID_subject_alt_name, wish.alternatives);
  }
  if (authority == nullptr) {
    X509_set_issuer_name(made.get(), name);
    Must(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
  } else {
    const Bio bio = Memory(authority->certificate);
    const Certificate issuer(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
    Must(issuer != nullptr);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get()));
    const Key issuer_key = ReadKey(authority->key);
    Must(X509_sign(made.get(), issuer_key.get(), EVP_sha256()) > 0);
  }
  const Bio bio = Memory();
  Must(PEM_write_bio_X509(bio.get(), made.get()) == 1);
  return {Drain(bio.get()), WriteKey(key.get())};
}

std::string MakeKey(const std::string& kind) {
  const Key key(kind == "RSA" ? EVP_RSA_gen(2048) : EVP_EC_gen(kind.c_str()), EVP_PKEY_free);
  Must(key != nullptr);
  return WriteKey(key.get());
}

bool IsSignedBy(const std::string& key, const std::string& algorithm, const std::string& text,
                const std::string& signature) {
  const Key own = ReadKey(key);
  std::string der = signature;
  if (algorithm.starts_with("ES")) {
    const std::size_t half = signature.size() / 2;
    const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
    ECDSA_SIG* parts = ECDSA_SIG_new();
    ECDSA_SIG_set0(parts, BN_bin2bn(bytes, static_cast<int>(half), nullptr),
                   BN_bin2bn(bytes + half, static_cast<int>(half), nullptr));
    unsigned char* out = nullptr;
    const int size = i2d_ECDSA_SIG(parts, &out);
    der.assign(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
    OPENSSL_free(out);
    ECDSA_SIG_free(parts);
  }
  const EVP_MD* digest = algorithm.ends_with("512") ? EVP_sha512() : EVP_sha384();
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  Must(EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, own.get()) == 1);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(der.data()),
                          der.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

}  // namespace wardbridge::test
