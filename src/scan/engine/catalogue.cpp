#include "scan/engine/catalogue.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::size_t most_of_a_kind = 500;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

template<class Entry>
std::optional<Entry> named(const std::vector<Entry>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Entry::name);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

template<class Entry> void replace(std::vector<Entry>& all, const Entry& entry) {
  const auto found = std::ranges::find(all, entry.name, &Entry::name);
  if (found == all.end())
    all.push_back(entry);
  else
    *found = entry;
}

template<class Entry>
Result<void> check_room(const std::vector<Entry>& all, const std::string& name) {
  if (all.size() < most_of_a_kind || named(all, name)) return {};
  return fail(Errc::limit, "there are " + std::to_string(most_of_a_kind) + " already");
}

// What the store has of one kind; what cannot be read is told, and left alone.
template<class Entry>
Result<void> load(const RecordStore& store, RecordKind kind,
                  Result<Entry> (*read)(std::string_view), std::vector<Entry>& into,
                  const std::function<void(const std::string&)>& report) {
  TRY(const auto records, store.all(kind));
  for (const auto& [name, json] : records) {
    auto entry = read(json);
    if (entry)
      into.push_back(*std::move(entry));
    else
      report("the record of " + name +
             " cannot be read and is left alone: " + entry.error().message());
  }
  return {};
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

} // namespace

Result<void> check_scanner_name(const std::string& name) {
  const bool right = !name.empty() && name.size() <= 127 && is_letter_or_digit(name[0]) &&
                     std::ranges::all_of(name, [](char c) {
                       return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
                     });
  if (right) return {};
  return fail(Errc::invalid, "\"" + name +
                                 "\" is no name of a scanner: 1 to 127 of A-Z a-z 0-9 . _ -, the "
                                 "first a letter or digit");
}

Result<void> check_name(std::string_view what, const std::string& name) {
  const bool right =
      !name.empty() && name.size() <= 127 && name.front() != ' ' && name.back() != ' ' &&
      std::ranges::all_of(name, [](unsigned char c) {
        return c >= 0x20 && c != 0x7f && c != '/' && c != ',' && c != '?' && c != '#' && c != '%';
      });
  if (right) return {};
  return fail(Errc::invalid, "\"" + name + "\" is no name of a " + std::string(what) +
                                 ": one line of 1 to 127 bytes, without any of / , ? # %");
}

Result<std::unique_ptr<Catalogue>>
Catalogue::open(RecordStore& store, const std::function<void(const std::string&)>& report) {
  std::unique_ptr<Catalogue> catalogue(new Catalogue(store));
  TRY_VOID(load(store, RecordKind::scanner, scanner_from_json, catalogue->scanners_, report));
  TRY_VOID(load(store, RecordKind::destination, destination_from_json, catalogue->destinations_,
                report));
  TRY_VOID(load(store, RecordKind::recipe, recipe_from_json, catalogue->recipes_, report));
  TRY_VOID(load(store, RecordKind::contact, contact_from_json, catalogue->contacts_, report));
  return catalogue;
}

std::vector<ScannerEntry> Catalogue::scanners() const {
  const std::lock_guard lock(mutex_);
  return scanners_;
}

std::vector<Destination> Catalogue::destinations() const {
  const std::lock_guard lock(mutex_);
  return destinations_;
}

std::vector<Recipe> Catalogue::recipes() const {
  const std::lock_guard lock(mutex_);
  return recipes_;
}

std::vector<Contact> Catalogue::contacts() const {
  const std::lock_guard lock(mutex_);
  return contacts_;
}

std::optional<ScannerEntry> Catalogue::scanner(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return named(scanners_, name);
}

std::optional<Destination> Catalogue::destination(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return named(destinations_, name);
}

std::optional<Recipe> Catalogue::recipe(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return named(recipes_, name);
}

Result<void> Catalogue::keep(RecordKind kind, const std::string& name, const std::string& json) {
  return store_.change({{kind, name, json}});
}

Result<void> Catalogue::put(const ScannerEntry& scanner) {
  TRY_VOID(check_scanner_name(scanner.name));
  if (scanner.uri.empty())
    return fail(Errc::invalid, "the device URI of " + scanner.name + " is missing");
  const std::lock_guard lock(mutex_);
  TRY_VOID(check_room(scanners_, scanner.name));
  TRY_VOID(keep(RecordKind::scanner, scanner.name, to_json(scanner)));
  replace(scanners_, scanner);
  return {};
}

Result<void> Catalogue::put(const Destination& destination) {
  TRY_VOID(check_name("destination", destination.name));
  TRY_VOID(check(destination));
  const std::lock_guard lock(mutex_);
  TRY([[maybe_unused]] const auto everybody,
      recipients_of(destination.to, contacts_, Naming::addresses_plain));
  TRY_VOID(check_room(destinations_, destination.name));
  TRY_VOID(keep(RecordKind::destination, destination.name, to_json(destination)));
  replace(destinations_, destination);
  return {};
}

Result<void> Catalogue::put(const Recipe& recipe) {
  TRY_VOID(check_name("recipe", recipe.name));
  TRY(const Settings settings, with({}, recipe.options));
  const std::lock_guard lock(mutex_);
  TRY_VOID(check_all(settings));
  if (!recipe.scanner.empty() && !named(scanners_, recipe.scanner))
    return fail(Errc::invalid, "there is no scanner " + recipe.scanner);
  if (recipe.scanner.empty() != recipe.button.empty())
    return fail(Errc::invalid, "a recipe of a button needs both, the scanner and its button");
  for (const Recipe& other : recipes_)
    if (!recipe.button.empty() && other.name != recipe.name && other.scanner == recipe.scanner &&
        other.button == recipe.button)
      return fail(Errc::conflict, "the button " + recipe.button + " of " + recipe.scanner +
                                      " belongs to the recipe " + other.name);
  TRY_VOID(check_room(recipes_, recipe.name));
  TRY_VOID(keep(RecordKind::recipe, recipe.name, to_json(recipe)));
  replace(recipes_, recipe);
  return {};
}

Result<void> Catalogue::put(const Contact& contact) {
  TRY_VOID(check_name("contact", contact.name));
  TRY_VOID(check(contact));
  const std::lock_guard lock(mutex_);
  TRY_VOID(check_room(contacts_, contact.name));
  TRY_VOID(keep(RecordKind::contact, contact.name, to_json(contact)));
  replace(contacts_, contact);
  return {};
}

Result<void> Catalogue::remove(RecordKind kind, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto none = [&](std::string_view what) {
    return fail(Errc::not_found, "there is no " + std::string(what) + " " + name);
  };
  if (kind == RecordKind::scanner && !named(scanners_, name)) return none("scanner");
  if (kind == RecordKind::recipe && !named(recipes_, name)) return none("recipe");
  if (kind == RecordKind::destination && !named(destinations_, name)) return none("destination");
  if (kind == RecordKind::contact && !named(contacts_, name)) return none("contact");
  TRY_VOID(check_unused(kind, name));
  TRY_VOID(store_.change({{kind, name, {}}}));
  const auto drop = [&](auto& all) {
    std::erase_if(all, [&](const auto& entry) { return entry.name == name; });
  };
  if (kind == RecordKind::scanner) drop(scanners_);
  if (kind == RecordKind::recipe) drop(recipes_);
  if (kind == RecordKind::destination) drop(destinations_);
  if (kind == RecordKind::contact) drop(contacts_);
  return {};
}

// Recipes name destinations and contacts, and destinations contacts.
Result<void> Catalogue::check_unused(RecordKind kind, const std::string& name) const {
  if (kind == RecordKind::contact)
    for (const Destination& destination : destinations_)
      if (has(destination.to, std::string(contact_sign) + name))
        return fail(Errc::conflict,
                    "the destination " + destination.name + " sends to the contact " + name);
  for (const Recipe& recipe : recipes_) {
    const auto settings = with({}, recipe.options);
    if (!settings) continue;
    if ((kind == RecordKind::destination && has(settings->destinations, name)) ||
        (kind == RecordKind::contact && has(settings->recipients, name)))
      return fail(Errc::conflict, "the recipe " + recipe.name + " sends to " + name);
  }
  return {};
}

Result<void> Catalogue::check_destinations(const Settings& settings) const {
  const std::lock_guard lock(mutex_);
  return check_all(settings);
}

Result<void> Catalogue::check_all(const Settings& settings) const {
  bool open = false;
  for (const std::string& name : settings.destinations) {
    if (name.starts_with(print_prefix)) continue;
    const auto destination = named(destinations_, name);
    if (!destination) return fail(Errc::invalid, "there is no destination " + name);
    open = open || destination->open_recipients;
    if (destination->open_recipients && destination->to.empty() && settings.recipients.empty())
      return fail(Errc::invalid, "nobody is named who gets the mail of " + name +
                                     ": give mail-to=NAME@DOMAIN or mail-to=CONTACT");
  }
  if (settings.recipients.empty()) return {};
  if (!open)
    return fail(Errc::invalid, "mail-to: none of the destinations of this scan lets it name its "
                               "recipients (a mail destination with open-recipients does)");
  return recipients_of(settings.recipients, contacts_, Naming::contacts_plain).map([](const auto&) {
  });
}

Result<Destination> Catalogue::addressed(Destination destination,
                                         const std::vector<std::string>& recipients) const {
  if (destination.kind != DestinationKind::mail) return destination;
  const std::lock_guard lock(mutex_);
  const bool own = destination.open_recipients && !recipients.empty();
  TRY(destination.to, recipients_of(own ? recipients : destination.to, contacts_,
                                    own ? Naming::contacts_plain : Naming::addresses_plain));
  return destination;
}

Result<Settings> Catalogue::settings(const std::string& recipe, const Options& options) const {
  const std::lock_guard lock(mutex_);
  Settings settings;
  if (!recipe.empty()) {
    const auto found = named(recipes_, recipe);
    if (!found) return fail(Errc::not_found, "there is no recipe " + recipe);
    TRY(settings, with({}, found->options));
  }
  TRY(settings, with(settings, options));
  TRY_VOID(check_all(settings));
  return settings;
}

} // namespace platen::scan
