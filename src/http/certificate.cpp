#include "http/certificate.h"

#include "http/tls.h"

#include <array>
#include <memory>
#include <new>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace platen::http {

namespace {

// In the subject: by it a certificate of ours is told from one that somebody has put there.
constexpr std::string_view mark = "platen self-signed certificate";

template<auto free_it> struct Free {
  template<class T> void operator()(T* object) const { free_it(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

Failure failed(const char* doing) {
  return fail(Errc::io, std::string("cannot make a certificate: ") + doing + ": " + openssl_text());
}

Bio reader(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

std::string drained(BIO* bio) {
  char* bytes = nullptr;
  const long count = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(count)};
}

bool is_address(const std::string& name) {
  std::array<unsigned char, 16> bytes{};
  return ::inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool add_name(GENERAL_NAMES* names, const std::string& name) {
  const int kind = is_address(name) ? GEN_IPADD : GEN_DNS;
  GENERAL_NAME* const one = a2i_GENERAL_NAME(nullptr, nullptr, nullptr, kind, name.c_str(), 0);
  if (one == nullptr) return false;
  if (sk_GENERAL_NAME_push(names, one) > 0) return true;
  GENERAL_NAME_free(one);
  return false;
}

Result<Key> key_from(std::string_view pem) {
  Key key;
  if (pem.empty())
    key.reset(EVP_EC_gen("P-256"));
  else
    key.reset(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, nullptr, nullptr));
  if (key) return key;
  return pem.empty() ? failed("no key")
                     : fail(Errc::invalid, "the old key cannot be read: " + openssl_text());
}

bool add_extension(X509* certificate, int kind, const char* value) {
  const Extension one(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  return one && X509_add_ext(certificate, one.get(), -1) == 1;
}

bool set_subject(X509* certificate, const std::vector<std::string>& names) {
  X509_NAME* const subject = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, std::string_view value) {
    return X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(value.data()),
                                      static_cast<int>(value.size()), -1, 0) == 1;
  };
  const bool fits = !names.empty() && names.front().size() <= 64; // X.520's bound for a common name
  return add("O", mark) && add("CN", fits ? std::string_view(names.front()) : "platen") &&
         X509_set_issuer_name(certificate, subject) == 1;
}

bool set_dates(X509* certificate, CalendarTime now) {
  const auto day = std::chrono::hours(24); // before: clocks of devices go wrong
  return ASN1_TIME_set(X509_getm_notBefore(certificate),
                       std::chrono::system_clock::to_time_t(now - day)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate),
                       std::chrono::system_clock::to_time_t(now - day + certificate_life)) !=
             nullptr;
}

bool set_serial(X509* certificate) {
  std::array<unsigned char, 16> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return false;
  random[0] = static_cast<unsigned char>((random[0] & 0x7f) | 0x40); // positive, never short
  BIGNUM* const number = BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr);
  const bool set = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return set;
}

bool set_names(X509* certificate, const std::vector<std::string>& names) {
  const Names list(GENERAL_NAMES_new());
  for (const std::string& name : names)
    if (!list || !add_name(list.get(), name)) return false;
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, list.get(), 0, 0) == 1;
}

CalendarTime time_of(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

bool is_self_made(X509* certificate) {
  std::array<char, 128> organisation{};
  X509_NAME* const subject = X509_get_subject_name(certificate);
  return X509_NAME_get_text_by_NID(subject, NID_organizationName, organisation.data(),
                                   static_cast<int>(organisation.size())) > 0 &&
         mark == organisation.data() &&
         X509_NAME_cmp(subject, X509_get_issuer_name(certificate)) == 0;
}

bool covers(X509* certificate, const std::string& name) {
  if (is_address(name)) return X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
  return X509_check_host(certificate, name.data(), name.size(), 0, nullptr) == 1;
}

std::string name_text(const X509_NAME* name) {
  const Bio text(BIO_new(BIO_s_mem()));
  if (!text) throw std::bad_alloc();
  X509_NAME_print_ex(text.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return drained(text.get());
}

std::string address_text(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16) return {};
  ::inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size());
  return text.data();
}

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  const Names list(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; list && i < sk_GENERAL_NAME_num(list.get()); ++i) {
    const GENERAL_NAME* const one = sk_GENERAL_NAME_value(list.get(), i);
    if (one->type == GEN_DNS)
      names.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(one->d.dNSName)),
                         static_cast<std::size_t>(ASN1_STRING_length(one->d.dNSName)));
    if (one->type == GEN_IPADD) names.push_back(address_text(one->d.iPAddress));
  }
  return names;
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  std::string text;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &length) != 1) return text;
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (unsigned i = 0; i < length; ++i) {
    if (i > 0) text += ':';
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

} // namespace

Result<CertificateDescription> describe_certificate(std::string_view pem) {
  const Certificate certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
  if (!certificate) return fail(Errc::invalid, "this is no certificate in PEM: " + openssl_text());
  CertificateDescription facts;
  facts.self_made = is_self_made(certificate.get());
  facts.subject = name_text(X509_get_subject_name(certificate.get()));
  facts.issuer = name_text(X509_get_issuer_name(certificate.get()));
  facts.names = names_of(certificate.get());
  facts.begins = time_of(X509_get0_notBefore(certificate.get()));
  facts.ends = time_of(X509_get0_notAfter(certificate.get()));
  facts.fingerprint = fingerprint_of(certificate.get());
  return facts;
}

Result<PemPair> make_self_signed(const std::vector<std::string>& names, CalendarTime now,
                                 std::string_view old_key) {
  TRY(const Key key, key_from(old_key));
  const Certificate certificate(X509_new());
  if (!certificate) throw std::bad_alloc();
  X509* const made = certificate.get();
  if (X509_set_version(made, X509_VERSION_3) != 1 || !set_serial(made) ||
      !set_subject(made, names) || !set_dates(made, now) || X509_set_pubkey(made, key.get()) != 1)
    return failed("its fields");
  if (!set_names(made, names)) return failed("its names");
  if (!add_extension(made, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(made, NID_key_usage, "critical,digitalSignature") ||
      !add_extension(made, NID_ext_key_usage, "serverAuth"))
    return failed("its extensions");
  if (X509_sign(made, key.get(), EVP_sha256()) == 0) return failed("its signature");
  const Bio certificate_text(BIO_new(BIO_s_mem())), key_text(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(certificate_text.get(), made) != 1 ||
      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1)
    return failed("its text");
  return PemPair{drained(certificate_text.get()), drained(key_text.get())};
}

Result<CertificateFacts> read_certificate(std::string_view pem,
                                          const std::vector<std::string>& names) {
  const Certificate certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
  if (!certificate) return fail(Errc::invalid, "this is no certificate in PEM: " + openssl_text());
  CertificateFacts facts;
  facts.self_made = is_self_made(certificate.get());
  facts.ends = time_of(X509_get0_notAfter(certificate.get()));
  for (const std::string& name : names)
    if (!covers(certificate.get(), name)) facts.missing.push_back(name);
  return facts;
}

} // namespace platen::http
