// The mappings that have run on this store.
#include "edge/store/sqlite_rows.h"

namespace wardbridge::store {
namespace {

constexpr Sql kIsThere = "SELECT 1 FROM mapping_pack WHERE digest = ?1";
constexpr Sql kKeep = "INSERT INTO mapping_pack VALUES (?1, ?2, ?3)";
constexpr Sql kKeepFile = "INSERT INTO mapping_file VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr Sql kFind = "SELECT name, first_used FROM mapping_pack WHERE digest = ?1";
constexpr Sql kFiles =
    "SELECT folder, root, path, bytes FROM mapping_file WHERE digest = ?1 ORDER BY position";

}  // namespace

Result<> SqliteRows::KeepPack(const PackRow& row) {
  Query known(connection_, kIsThere, row.digest);
  const auto found = known.Step();
  if (!found) return found.error();
  if (*found) return {};
  Query pack(connection_, kKeep, row.digest, row.name, row.first_used);
  if (auto kept = pack.Run(); !kept) return kept;
  std::size_t position = 0;
  for (const PackFile& file : row.files) {
    const Blob bytes{file.bytes};
    Query query(connection_, kKeepFile, row.digest, position, file.folder, file.root, file.path,
                bytes);
    if (auto kept = query.Run(); !kept) return kept;
    ++position;
  }
  return {};
}

Result<std::optional<PackRow>> SqliteRows::FindPack(const std::string& digest) {
  Query query(connection_, kFind, digest);
  const auto found = query.Step();
  if (!found) return found.error();
  if (!*found) return std::optional<PackRow>();
  PackRow row;
  row.digest = digest;
  row.name = query.Text(0);
  row.first_used = query.Time(1);
  Query files(connection_, kFiles, digest);
  auto read = AllRows(files, [](const Query& file) {
    return PackFile{file.Text(0), file.Text(1), file.Text(2), file.Text(3)};
  });
  if (!read) return read.error();
  row.files = std::move(*read);
  return std::optional<PackRow>(std::move(row));
}

}  // namespace wardbridge::store
