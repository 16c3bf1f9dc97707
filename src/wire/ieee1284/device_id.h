#pragma once

#include <string>
#include <string_view>
#include <vector>

// IEEE 1284 device ids: "MFG:Canon;MDL:iR1024;CMD:PCLXL,PJL;CLS:PRINTER;".
namespace platen::ieee1284 {

// The value of a key ("MDL", or "MODEL" for it); empty when there is none.
std::string value(std::string_view device_id, std::string_view key, std::string_view long_key = {});

// The words of CMD or COMMAND SET, in their order.
std::vector<std::string> command_sets(std::string_view device_id);
// Whether `word` is one of them, in large letters or small.
bool names(std::string_view device_id, std::string_view word);

// A device id behind two octets of length, which count themselves or not: devices do both. What
// they say beyond what is there does not count. Control characters are left out.
std::string from_block(std::string_view block);

} // namespace platen::ieee1284
