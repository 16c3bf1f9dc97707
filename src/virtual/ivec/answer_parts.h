#pragma once

#include <string>
#include <string_view>

// What the twin's documents are made of: docs/protocols/ivec.md §1 and §4.
namespace platen::twin::ivec {

std::string element(std::string_view name, std::string_view text);
std::string element(std::string_view name, std::string_view attribute, std::string_view value,
                    std::string_view text);
std::string cdata(std::string_view name, std::string_view text);
std::string answer_document(std::string_view operation, std::string_view service,
                            std::string_view body);
std::string ok(); // what a good answer begins with

} // namespace platen::twin::ivec
