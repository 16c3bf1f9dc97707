#include "virtual/device_id.h"

namespace platen::twin {

std::string device_id(const Condition& condition) {
  if (condition.wrong_id) return *condition.wrong_id;
  if (condition.is_inkjet())
    return "MFG:Canon;CMD:IVEC;SOJ:BJNP2,BJNPe,CHMP;MDL:PRO-1000 series;CLS:PRINTER;"
           "DES:Canon PRO-1000 series;";
  const std::string commands = !condition.languages ? "CMD:LIPSLX,CPCA,PCLXL;"
                               : *condition.languages == "none"
                                   ? ""
                                   : "CMD:LIPSLX,CPCA," + *condition.languages + ";";
  return "MFG:Canon;MDL:iR1020/1024/1025;" + commands + "CLS:PRINTER;DES:Canon iR1020/1024/1025;";
}

std::string device_id_block(const Condition& condition) {
  const std::string id = device_id(condition);
  const std::size_t length = id.size() + 2;
  return std::string{static_cast<char>(length >> 8), static_cast<char>(length & 0xff)} + id;
}

} // namespace platen::twin
