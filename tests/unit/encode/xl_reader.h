#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

// A small strict reader of PCL XL raster jobs, written from docs/protocols/pcl-xl.md for these
// tests alone.
namespace platen::test {

struct XlOperator {
  int code = 0;
  std::map<int, std::vector<double>> attributes; // numbers in the order of their value
  std::string data;                              // embedded data behind it
};

struct XlImage {
  int left = 0, top = 0, width = 0, height = 0;
  int compression = 0;
  std::vector<std::string> rows; // packed, 1 = ink
};

struct XlPage {
  XlOperator begin, end;
  std::vector<XlImage> images;
};

struct XlJob {
  std::vector<std::string> pjl; // lines, without ends
  XlOperator begin_session, open_data_source;
  std::vector<XlPage> pages;
};

class XlReader {
public:
  explicit XlReader(std::string_view bytes) : in_(bytes) {}

  XlJob job() {
    XlJob job;
    expect("\x1b%-12345X");
    read_pjl(job, true);
    expect(") HP-PCL XL;2;0\n");
    job.begin_session = op(0x41);
    job.open_data_source = op(0x48);
    for (;;) {
      const XlOperator next = any();
      if (next.code == 0x49) break;
      if (next.code != 0x43) throw std::runtime_error("page or end expected");
      job.pages.push_back(page(next));
    }
    op(0x42);
    expect("\x1b%-12345X");
    read_pjl(job, false);
    if (!in_.empty()) throw std::runtime_error("bytes behind the job");
    return job;
  }

  // What lies between BeginPage and EndPage.
  std::vector<XlImage> side() {
    XlPage one;
    while (!in_.empty())
      body(any(), one);
    return one.images;
  }

  static std::string unpack_bits(std::string_view code, std::size_t length) {
    std::string out;
    while (!code.empty()) {
      const int control = static_cast<std::uint8_t>(code[0]);
      code.remove_prefix(1);
      if (control < 128) {
        out += take(code, static_cast<std::size_t>(control) + 1);
      } else if (control > 128) {
        out.append(static_cast<std::size_t>(257 - control), take(code, 1)[0]);
      }
    }
    if (out.size() != length) throw std::runtime_error("RLE of a wrong length");
    return out;
  }

  static std::vector<std::string> delta_rows(std::string_view code, std::size_t row_bytes,
                                             int count) {
    std::vector<std::string> rows;
    std::string row(row_bytes, '\0');
    for (int y = 0; y < count; ++y) {
      const std::string_view size = take(code, 2);
      std::string_view commands = take(code, byte(size, 0) + 256 * byte(size, 1));
      std::size_t at = 0;
      while (!commands.empty()) {
        const std::size_t command = byte(take(commands, 1), 0);
        std::size_t keep = command & 31;
        if (keep == 31)
          for (std::size_t more = 255; more == 255; keep += more)
            more = byte(take(commands, 1), 0);
        at += keep;
        const std::string_view fresh = take(commands, (command >> 5) + 1);
        if (at + fresh.size() > row_bytes) throw std::runtime_error("delta row runs past its end");
        row.replace(at, fresh.size(), fresh);
        at += fresh.size();
      }
      rows.push_back(row);
    }
    if (!code.empty()) throw std::runtime_error("bytes behind the last delta row");
    return rows;
  }

private:
  static std::size_t byte(std::string_view text, std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
  }
  static std::string_view take(std::string_view& from, std::size_t count) {
    if (count > from.size()) throw std::runtime_error("the data ends early");
    const std::string_view taken = from.substr(0, count);
    from.remove_prefix(count);
    return taken;
  }
  void expect(std::string_view text) {
    if (take(in_, text.size()) != text) throw std::runtime_error("expected " + std::string(text));
  }
  void read_pjl(XlJob& job, bool to_language) {
    while (in_.starts_with("@PJL")) {
      const std::size_t end = in_.find("\r\n");
      if (end == std::string_view::npos) throw std::runtime_error("a PJL line does not end");
      job.pjl.emplace_back(take(in_, end));
      take(in_, 2);
      if (to_language && job.pjl.back() == "@PJL ENTER LANGUAGE=PCLXL") return;
    }
    expect("\x1b%-12345X");
  }

  double number(int kind) {
    static constexpr std::size_t sizes[] = {1, 2, 4, 2, 4, 4};
    const std::string_view raw = take(in_, sizes[kind]);
    std::uint32_t value = 0;
    for (std::size_t i = raw.size(); i-- > 0;)
      value = value * 256 + static_cast<std::uint32_t>(byte(raw, i));
    if (kind == 5) {
      float real = 0;
      std::memcpy(&real, &value, sizeof real);
      return real;
    }
    return value;
  }

  // One operator with its attributes.
  XlOperator any() {
    XlOperator result;
    std::vector<double> value;
    for (;;) {
      const int tag = static_cast<int>(byte(take(in_, 1), 0));
      if (tag == 0xf8) {
        const int id = static_cast<int>(byte(take(in_, 1), 0));
        if (!result.attributes.emplace(id, value).second)
          throw std::runtime_error("an attribute twice");
      } else if (tag >= 0xc0 && tag <= 0xc5) {
        value = {number(tag & 7)};
      } else if (tag >= 0xd0 && tag <= 0xd5) {
        value = {number(tag & 7)};
        value.push_back(number(tag & 7));
      } else if (tag == 0xc8) {
        const std::size_t kind = byte(take(in_, 1), 0);
        value.assign(static_cast<std::size_t>(number(kind == 0xc0 ? 0 : 1)), 0);
        for (double& one : value)
          one = number(0);
      } else if (tag >= 0x41 && tag <= 0xb2) {
        result.code = tag;
        return result;
      } else {
        throw std::runtime_error("unknown tag " + std::to_string(tag));
      }
    }
  }
  XlOperator op(int code) {
    XlOperator result = any();
    if (result.code != code) throw std::runtime_error("operator " + std::to_string(result.code));
    return result;
  }

  XlPage page(const XlOperator& begin) {
    XlPage result;
    result.begin = begin;
    for (;;) {
      XlOperator next = any();
      if (next.code == 0x44) {
        result.end = next;
        return result;
      }
      body(next, result);
    }
  }

  void body(const XlOperator& next, XlPage& page) {
    const auto attribute = [](const XlOperator& from, int id) { return from.attributes.at(id); };
    const auto whole = [&](const XlOperator& from, int id) {
      return static_cast<int>(attribute(from, id).at(0));
    };
    switch (next.code) {
    case 0x6a: // gray, two entries of 8 bits: paper, ink
      if (whole(next, 3) != 1 || whole(next, 2) != 2 ||
          attribute(next, 6) != std::vector<double>{255, 0})
        throw std::runtime_error("wrong palette");
      has_palette_ = true;
      break;
    case 0x7b:
    case 0x7c:
    case 0x78:
      break;
    case 0x6b:
      left_ = static_cast<int>(attribute(next, 76).at(0));
      top_ = static_cast<int>(attribute(next, 76).at(1));
      break;
    case 0xb0: {
      if (!has_palette_ || left_ < 0) throw std::runtime_error("image without palette or cursor");
      if (whole(next, 100) != 1 || whole(next, 98) != 0)
        throw std::runtime_error("not an indexed 1-bit image");
      XlImage image{left_, top_, whole(next, 108), whole(next, 107), 0, {}};
      if (attribute(next, 103) != std::vector<double>{double(image.width), double(image.height)})
        throw std::runtime_error("an image is scaled");
      while (static_cast<int>(image.rows.size()) < image.height)
        read_block(image);
      op(0xb2);
      page.images.push_back(image);
      break;
    }
    default:
      throw std::runtime_error("operator " + std::to_string(next.code) + " within a page");
    }
  }

  void read_block(XlImage& image) {
    const XlOperator read = op(0xb1);
    if (read.attributes.at(109).at(0) != static_cast<double>(image.rows.size()))
      throw std::runtime_error("a block starts at a wrong row");
    const int count = static_cast<int>(read.attributes.at(99).at(0));
    image.compression = static_cast<int>(read.attributes.at(101).at(0));
    if (take(in_, 1)[0] != '\xfa') throw std::runtime_error("embedded data expected");
    const std::string_view code = take(in_, static_cast<std::size_t>(number(2)));
    const std::size_t row_bytes = static_cast<std::size_t>((image.width + 7) / 8);
    if (image.compression == 3) {
      for (std::string& row : delta_rows(code, row_bytes, count))
        image.rows.push_back(std::move(row));
      return;
    }
    if (image.compression != 1) throw std::runtime_error("compression mode");
    const std::size_t padded = (row_bytes + 3) / 4 * 4;
    const std::string all = unpack_bits(code, padded * static_cast<std::size_t>(count));
    for (int y = 0; y < count; ++y)
      image.rows.push_back(all.substr(static_cast<std::size_t>(y) * padded, row_bytes));
  }

  std::string_view in_;
  bool has_palette_ = false;
  int left_ = -1, top_ = -1;
};

} // namespace platen::test
