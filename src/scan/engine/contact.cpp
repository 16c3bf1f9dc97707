#include "scan/engine/contact.h"

#include "scan/deliver/address.h"
#include "scan/deliver/deliver.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>

namespace platen::scan {

namespace {

Result<void> check_count(std::size_t count) {
  if (count <= limits::delivery_recipients) return {};
  return fail(Errc::invalid, std::to_string(count) + " recipients are more than " +
                                 std::to_string(limits::delivery_recipients));
}

bool is_contact(const std::string& one, Naming naming) {
  return one.starts_with(contact_sign) ||
         (naming == Naming::contacts_plain && one.find('@') == std::string::npos);
}

} // namespace

Result<void> check(const Contact& contact) {
  if (contact.name.find('@') != std::string::npos)
    return fail(Errc::invalid, "\"" + contact.name +
                                   "\" is no name of a contact: with an @ it would be an address");
  if (contact.mail.empty())
    return fail(Errc::invalid, "the contact " + contact.name + " has no address: give NAME@DOMAIN");
  TRY_VOID(check_count(contact.mail.size()));
  for (const std::string& address : contact.mail)
    TRY_VOID(check_mail_address(address, "the contact " + contact.name));
  return {};
}

Result<std::vector<std::string>> recipients_of(const std::vector<std::string>& named,
                                               const std::vector<Contact>& contacts,
                                               Naming naming) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& address) {
    if (std::ranges::find(all, address) == all.end()) all.push_back(address);
  };
  for (const std::string& one : named) {
    if (!is_contact(one, naming)) {
      TRY_VOID(check_mail_address(one, "a recipient"));
      add(one);
      continue;
    }
    const std::string name = one.starts_with(contact_sign) ? one.substr(contact_sign.size()) : one;
    const auto contact = std::ranges::find(contacts, name, &Contact::name);
    if (contact == contacts.end())
      return fail(Errc::invalid,
                  "there is no contact " + name +
                      " (\"platen contacts\" lists them; an address is NAME@DOMAIN)");
    for (const std::string& address : contact->mail)
      add(address);
  }
  TRY_VOID(check_count(all.size()));
  return all;
}

} // namespace platen::scan
