#include "compress/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "core/reasons.hpp"

namespace suite::compress {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: 32 KiB window, gzip header only

Bytef* Writable(std::string_view bytes) {
    // zlib's next_in is not const for historical reasons; it does not write.
    return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

}  // namespace

Result<std::string> Gunzip(std::string_view bytes, std::size_t max) {
    z_stream stream{};
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) {
        return Fail(Code::kInternal, reason::kInternal, "zlib could not start");
    }
    stream.next_in = Writable(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    std::array<char, 1U << 16U> chunk{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = chunk.size();
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
        if (out.size() > max) break;
        // Several members after each other are one file (RFC 1952 §2.2).
        if (state == Z_STREAM_END && stream.avail_in > 0) state = inflateReset(&stream);
    }
    inflateEnd(&stream);
    if (out.size() > max) {
        return Fail(Code::kResourceExhausted, reason::kBodyTooLarge,
                    "unpacks to more than " + std::to_string(max) + " bytes");
    }
    if (state != Z_STREAM_END) {
        return Fail(Code::kInvalidArgument, reason::kInvalidBody, "not gzip, or cut off before its end");
    }
    return out;
}

std::string Gzip(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = Writable(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace suite::compress
