#include "scan/deliver/address.h"
#include "scan/deliver/deliver.h"
#include "scan/deliver/deliver_limits.h"
#include "scan/deliver/letter.h"

#include <algorithm>
#include <filesystem>

namespace platen::scan {

namespace {

// "@NAME" is a contact, which whoever keeps the contacts looks up (the domain of an address is
// never all of it).
Result<void> check_recipient(const std::string& recipient) {
  if (!recipient.starts_with(contact_sign)) return check_mail_address(recipient, "to");
  if (recipient.size() > contact_sign.size() && !has_control(recipient)) return {};
  return fail(Errc::invalid, "\"" + recipient + "\" names no contact (@NAME)");
}

Result<void> check_mail(const Destination& to) {
  if (to.from.empty()) return fail(Errc::invalid, "the sender is missing: give from=NAME@DOMAIN");
  TRY_VOID(check_mail_address(to.from, "from"));
  if (to.to.empty() && !to.open_recipients)
    return fail(Errc::invalid, "recipients are missing: give to=NAME@DOMAIN or to=@CONTACT, or "
                               "leave them to each scan (open-recipients)");
  if (to.to.size() > limits::delivery_recipients)
    return fail(Errc::invalid, std::to_string(to.to.size()) + " recipients are more than " +
                                   std::to_string(limits::delivery_recipients));
  for (const std::string& recipient : to.to)
    TRY_VOID(check_recipient(recipient));
  if (has_control(to.subject)) return fail(Errc::invalid, "the subject must be one line");
  if (to.message) return {};
  for (const std::string& pattern : {to.subject, to.text})
    if (auto filled = fill_in(pattern, {}); !filled) return Failure(filled.error());
  if (to.most_bytes != 0 && to.most_bytes < 10'000)
    return fail(Errc::invalid, "a mail of at most " + std::to_string(to.most_bytes) +
                                   " bytes holds no scan: most_bytes is at least 10000");
  return {};
}

Result<void> check_scheme(const Address& address, DestinationKind kind) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, address.scheme) != names.end();
  };
  const auto wants = [&](std::string_view names) {
    return fail(Errc::invalid, "the address begins with " + address.scheme +
                                   "://, and this kind of destination wants " + std::string(names));
  };
  switch (kind) {
  case DestinationKind::folder:
    break;
  case DestinationKind::mail:
    if (!is_one_of({"smtp", "smtps"})) return wants("smtp:// or smtps://");
    break;
  case DestinationKind::smb:
    if (!is_one_of({"smb"})) return wants("smb://HOST/SHARE");
    break;
  case DestinationKind::sftp:
    if (!is_one_of({"sftp"})) return wants("sftp://HOST/FOLDER");
    break;
  case DestinationKind::webdav:
    if (!is_one_of({"dav", "davs"})) return wants("davs://HOST/FOLDER (or dav:// without TLS)");
    break;
  case DestinationKind::webhook:
  case DestinationKind::http:
    if (!is_one_of({"http", "https"})) return wants("https://HOST/PATH");
    break;
  }
  return {};
}

Result<void> check_login(const Destination& to, const Address& address) {
  const std::string login = to.login.empty() ? "password" : to.login;
  const bool token = to.kind == DestinationKind::mail || to.kind == DestinationKind::http;
  if (login != "password" && login != "none" && !(login == "xoauth2" && token) &&
      !(login == "key" && to.kind == DestinationKind::sftp))
    return fail(Errc::invalid, "login \"" + to.login +
                                   "\" is not possible here (password, none; xoauth2 for mail and "
                                   "http; key for sftp)");
  if (has_control(to.user)) return fail(Errc::invalid, "the user has a control character");
  const bool named = login != "none" && !(login == "xoauth2" && to.kind == DestinationKind::http);
  if (named && to.user.empty())
    return fail(Errc::invalid, "the user is missing (login=none where nobody logs in)");
  if (to.kind == DestinationKind::sftp && login == "none")
    return fail(Errc::invalid, "sftp wants a login: password or key");
  const bool clear = address.scheme == "dav" || address.scheme == "http";
  if (clear && login != "none" && !is_loopback(address))
    return fail(Errc::invalid, "a password would go to " + address.host + " in the clear: use " +
                                   address.scheme + "s:// or login=none");
  return {};
}

// As `ssh-keygen -lf` prints it: the base64 of 32 bytes without "=".
Result<void> check_host_key(const std::string& key) {
  constexpr std::string_view prefix = "SHA256:";
  const std::string_view digits = std::string_view(key).substr(std::min(key.size(), prefix.size()));
  const bool plain = std::ranges::all_of(digits, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/';
  });
  if (key.starts_with(prefix) && plain && digits.size() == 43) return {};
  return fail(Errc::invalid, "the server's host_key is missing or no fingerprint: give "
                             "SHA256:... as `ssh-keygen -lf` prints it for the server's "
                             "/etc/ssh/ssh_host_*_key.pub");
}

Result<void> check_folder(const Destination& to) {
  const std::filesystem::path folder = to.address;
  if (!folder.is_absolute() || has_control(to.address))
    return fail(Errc::invalid, "\"" + to.address + "\" is no folder: give its path from /");
  return {};
}

Result<void> check_parts(const Destination& to) {
  if (to.open_recipients && to.kind != DestinationKind::mail)
    return fail(Errc::invalid, "open-recipients is for mail: nothing else has recipients");
  if (to.kind == DestinationKind::folder) return check_folder(to);
  if (to.address.empty()) return fail(Errc::invalid, "the address is missing");
  TRY(const Address address, parse_address(to.address));
  TRY_VOID(check_scheme(address, to.kind));
  if (to.kind != DestinationKind::webhook) TRY_VOID(check_login(to, address));
  if (to.kind == DestinationKind::mail) TRY_VOID(check_mail(to));
  if (to.kind == DestinationKind::sftp) TRY_VOID(check_host_key(to.host_key));
  if (to.kind == DestinationKind::smb && address.path.find_first_not_of('/') == std::string::npos)
    return fail(Errc::invalid, "the share is missing: smb://HOST/SHARE or smb://HOST/SHARE/FOLDER");
  if (!to.trust.empty() && !std::filesystem::path(to.trust).is_absolute())
    return fail(Errc::invalid, "\"" + to.trust + "\" is no file: give the path of trust from /");
  return {};
}

} // namespace

Result<void> check(const Destination& destination) {
  if (auto checked = check_parts(destination); !checked)
    return fail_within("destination " + destination.name, checked.error());
  return {};
}

} // namespace platen::scan
