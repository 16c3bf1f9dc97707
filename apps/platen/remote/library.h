#pragma once

#include "library/bundle.h"
#include "remote/records.h"
#include "remote/session.h"

#include <map>
#include <span>
#include <string>

// What "platen papers", "profiles" and "recipes" have in common.
namespace platen::app {

inline constexpr Flag model_flag{'m', "model", "MODEL",
                                 "the printer model (needed where several have the name)"};

// What the server has: "papers", "profiles", "recipes", and its models' own "media" and "presets".
Result<Json> library_listing(Session& session);
Result<std::string> library_file(Session& session); // all of it, profiles included
Result<void> add_to_library(Session& session, const library::Library& library,
                            const std::map<std::string, Buffer>& profiles);
Result<void> send_library_file(Session& session, const std::string& text);
Result<void> remove_from_library(Session& session, const std::string& kind, const std::string& name,
                                 const std::string& model);

// The model of --model, else the only one of the listing that has a medium or paper of this name.
Result<std::string> model_with_media(const Arguments& arguments, const Json& listing,
                                     const std::string& media);
// The entry of a list with that name (and --model's model); Errc::not_found.
Result<Json> entry_named(const Arguments& arguments, const Json& list, std::string_view kind,
                         const std::string& name);

// "add NAME" and so on: the first operand, checked against the sub-commands, and the others.
struct SubCommand {
  std::string_view name;
  std::size_t operands; // how many follow
  Result<void> (*run)(const Arguments& arguments);
};
Result<void> run_sub_command(const Arguments& arguments, std::span<const SubCommand> all);
const std::string& operand(const Arguments& arguments, std::size_t index); // behind the sub-command

// The settings of a recipe as one would type them: "NAME=VALUE NAME=VALUE".
std::string settings_text(const Json& options);

// "key: value" lines of one entry; lists with commas.
Result<void> print_entry(const Arguments& arguments, const Json& entry);

} // namespace platen::app
