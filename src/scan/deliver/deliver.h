#pragma once

#include "base/cancel.h"
#include "scan/pack/pack.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace platen::scan {

enum class DestinationKind : std::uint8_t { folder, mail, smb, sftp, webdav, http, webhook };

inline constexpr std::string_view contact_sign = "@";

// Where files go. Secrets are not in it: they lie in a file of their own (0600), by `name`.
struct Destination {
  std::string name;
  DestinationKind kind = DestinationKind::folder;
  // folder: a path; else a URL: "smtp://HOST[:587]" (STARTTLS required), "smtps://HOST",
  // "smb://HOST/SHARE/FOLDER", "sftp://HOST/PATH", "davs://HOST/PATH" (dav:// without TLS),
  // "https://...".
  std::string address;
  std::string user;
  std::string login;               // "password" (the default), "xoauth2", "key", "none"
  std::vector<std::string> to;     // mail: recipients; "@NAME" is a contact
  bool open_recipients = false;    // mail: a scan may name its own, in place of these
  std::string from, subject, text; // mail; subject and text with the fields of names of files
  std::uint64_t most_bytes = 0;    // of one mail; 0: what the server says (SIZE), else 20 MB
  std::string trust;               // PEM file of authorities; empty: the system's
  std::string host_key;            // sftp: "SHA256:..." of the server
  // mail, webhook: a message and no files. Subject and text go out as they are; of a webhook, the
  // text is the body (JSON), signed with the secret.
  bool message = false;
  bool inner = false; // webhook: its host may be this machine, or be on its link
  bool operator==(const Destination&) const = default;
};
// Errc::invalid says what is missing or wrong.
Result<void> check(const Destination& destination);

// One try to deliver one session's files. `id` is the same in each try of the same delivery, so
// that what was delivered is known again: names at the destination, Message-ID of a mail.
struct DeliveryTry {
  std::string id;
  std::int32_t number = 1; // of this try, from 1
  std::vector<PackedFile> files;
  NameFields fields;
  std::string secret; // password, token or private key; never logged
  // DeliveryEnd::where of earlier tries: mails that these recipients have are not sent again.
  std::vector<std::string> there;
  std::chrono::seconds patience{120}; // with the other side while it says and takes nothing
};
struct DeliveryEnd {
  enum class Kind : std::uint8_t {
    done,
    again,   // may work later: nobody answers, 4xx of a mail server, disk full
    refused, // will not work without a change: password, 5xx, no such share
    unsure,  // the connection was lost when all was sent: it may or may not have arrived
  };
  Kind kind = Kind::again;
  std::string words; // for people: what happened, at which stage, what to do
  // Names that it has there; of mails "<MESSAGE-ID> RECIPIENT". Also of those that arrived before
  // the rest failed.
  std::vector<std::string> where;
};
// By a process of its own (platen-deliver), which cannot take the server with it. Blocks; cancel
// ends it. Never throws away `files`. An Error is ours (no process to be had); try again.
// Errc::cancelled: before it could have arrived, else the end is `unsure`.
Result<DeliveryEnd> deliver(const Destination& destination, const DeliveryTry& attempt,
                            const Cancel& cancel);

} // namespace platen::scan
