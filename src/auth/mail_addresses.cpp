#include "auth/mail_addresses.h"

#include "auth/private_file.h"
#include "base/file.h"

#include <algorithm>

namespace platen::auth {

namespace {

constexpr std::uint64_t file_bytes = 4 << 20;
constexpr std::size_t longest_address = 254; // RFC 5321 section 4.5.3.1.3

Result<MailAddresses::Book> read_book(const std::filesystem::path& file) {
  TRY(const Buffer bytes, read_file(file, file_bytes));
  std::string_view text = as_text(bytes);
  MailAddresses::Book book;
  for (int line = 1; !text.empty(); ++line) {
    const std::string_view one = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (one.empty()) continue;
    const std::size_t colon = one.find(':');
    if (colon == 0 || colon == one.npos || !is_mail_address(one.substr(colon + 1)))
      return fail(Errc::malformed,
                  file.string() + ":" + std::to_string(line) + ": the line is not NAME:ADDRESS");
    book.insert_or_assign(std::string(one.substr(0, colon)), std::string(one.substr(colon + 1)));
  }
  return book;
}

} // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > longest_address || at == 0 || at == text.npos || at + 1 == text.size() ||
      text.find('@', at + 1) != text.npos)
    return false;
  return std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7f &&
           std::string_view("\"(),:;<>[\\]").find(c) == std::string_view::npos;
  });
}

MailAddresses::MailAddresses(std::filesystem::path file, Gate::Log log)
    : file_(std::move(file)), book_(file_, read_book, std::move(log)) {}

std::string MailAddresses::of(const std::string& user) {
  const auto book = book_.current();
  if (!book) return {};
  const auto found = (*book)->find(user);
  return found == (*book)->end() ? std::string() : found->second;
}

Result<void> MailAddresses::set(const std::string& user, const std::string& address) {
  if (!address.empty() && !is_mail_address(address))
    return fail(Errc::invalid, "\"" + address.substr(0, 80) + "\" is no mail address");
  const FolderHold hold(file_);
  TRY(const auto present, book_.current());
  Book book = *present;
  const auto known = book.find(user);
  if (known == book.end() ? address.empty() : known->second == address) return {};
  if (address.empty())
    book.erase(user);
  else
    book[user] = address;
  std::string text;
  for (const auto& [name, mail] : book)
    text += name + ":" + mail + "\n";
  return replace_private_file(file_, text);
}

} // namespace platen::auth
