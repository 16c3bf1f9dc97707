#include "models_publish.h"

#include "base/file.h"
#include "number.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "server/core.h"
#include "update/publish.h"

namespace platen::app {

namespace {

constexpr std::int32_t most_days = 3'650;

Result<std::vector<update::SecretKey>> signing_keys(const Arguments& arguments) {
  if (!arguments.has("key"))
    return fail(Errc::invalid, "--key FILE is needed: \"platen models keygen FILE\" makes one");
  std::vector<update::SecretKey> keys;
  for (const std::string& file : arguments.all("key")) {
    TRY(update::SecretKey key, update::SecretKey::read(file));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<std::optional<update::OfferedProgram>> program_of(const Arguments& arguments) {
  std::optional<update::OfferedProgram> program;
  if (arguments.has("program"))
    program = {arguments.get("program"), arguments.get("program-date"), arguments.all("change")};
  else if (arguments.has("program-date") || arguments.has("change"))
    return fail(Errc::invalid,
                "--program-date and --change tell about the version that --program names");
  return program;
}

} // namespace

Result<void> make_models_key(const Arguments& arguments) {
  TRY(const update::SecretKey key, update::SecretKey::make());
  TRY_VOID(key.write(arguments.operands[1]));
  const update::PublicKey open = key.public_key();
  if (arguments.has("json"))
    return print_json({{"key", update::to_text(open)}, {"id", update::id_of(open)}});
  return print_text(update::to_text(open) + "\n");
}

Result<void> sign_models(const Arguments& arguments) {
  update::Publication what;
  what.folder = arguments.operands[1];
  what.repository = arguments.get("repository");
  if (arguments.has("days")) {
    TRY(what.days, parse_number("--days", arguments.get("days"), 1, most_days));
  }
  TRY(what.program, program_of(arguments));
  for (const std::string& text : arguments.all("next-key")) {
    TRY(const update::PublicKey key, update::parse_key(text));
    what.next_keys.push_back(key);
  }
  TRY(const auto keys, signing_keys(arguments));
  TRY(const update::Index index, update::publish(what, keys, server::now()));
  if (arguments.has("json"))
    return print_json({{"repository", index.repository},
                       {"serial", index.serial},
                       {"expires", update::to_text(index.expires)},
                       {"models", index.models.size()}});
  return print_text("index " + std::to_string(index.serial) + " of " + harmless(index.repository) +
                    " with " + std::to_string(index.models.size()) +
                    " models is signed; it expires on " + update::day_of(index.expires) + "\n");
}

Result<void> pack_models(const Arguments& arguments) {
  if (!arguments.has("output"))
    return fail(Errc::invalid, "-O FILE is needed: where the packed models go");
  TRY(const auto source, update::open_source(arguments.operands[1], {}));
  TRY(const update::Pack files, update::pack_of(*source));
  return write_file(arguments.get("output"), update::write_pack(files));
}

} // namespace platen::app
