// Digests and the ids made from them.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace wardbridge {

// Raw digest bytes: 20 of SHA-1 (FHIR R4 attachments; integrity, not security), 32 of SHA-256.
[[nodiscard]] std::string Sha1(std::string_view bytes);
[[nodiscard]] std::string Sha256(std::string_view bytes);

// Lower-case hexadecimal of any bytes.
[[nodiscard]] std::string Hex(std::string_view bytes);

// SHA-256 of the parts joined by 0x1F, in hexadecimal: the form of our own keys.
[[nodiscard]] std::string KeyOf(std::initializer_list<std::string_view> parts);

// Any 16 bytes as a UUID of `version` (1 to 15; RFC 4122 section 4.1), lower case with hyphens: the
// bits of version and variant are put in their place.
[[nodiscard]] std::string UuidText(std::string_view bytes, unsigned version);

// Version 5 UUID (RFC 4122 section 4.3, SHA-1) of `name` in the product's own constant namespace,
// lower case with hyphens. The namespace never changes: every id that was ever sent hangs on it.
[[nodiscard]] std::string Uuid5(std::string_view name);

// The same, written where it belongs.
inline constexpr std::size_t kUuidTextSize = 36;
void WriteUuid5(std::string_view name, std::span<char, kUuidTextSize> to);

}  // namespace wardbridge
