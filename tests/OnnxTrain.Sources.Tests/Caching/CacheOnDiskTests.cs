using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace OnnxTrain.Sources.Tests.Caching;

public sealed class CacheOnDiskTests : IDisposable
{
    const int Count = 10_001;

    readonly string _folder = Directory.CreateTempSubdirectory("onnxtrain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_those_of_the_source_in_any_order()
    {
        var source = new MixedRows(Count);
        using var cached = source.CacheOnDisk(_folder);
        Assert.Equal((Count, true, false), (cached.RowCount, cached.IsRandomAccess, cached.WasReused));
        long[] rows = [5, Count - 1, 0, 4095, 4096, 4097, 9000, 5];
        Assert.Equal(Values(source, rows), Values(cached, rows));
        Parallel.For(0, 8, i =>
        {
            var random = new Random(i);
            var some = new long[500];
            for (var k = 0; k < some.Length; k++) some[k] = random.Next(Count);
            Assert.Equal(Values(source, some), Values(cached, some));
        });
        Assert.Equal(source.Cache().Fingerprint(), cached.Fingerprint());
    }

    [Fact]
    public void Blocks_may_begin_anywhere()
    {
        var source = new MixedRows(Count);
        using var cached = source.CacheOnDisk(_folder);
        using var reader = cached.Open([0, 1]);
        var block = new RowBlock([cached.Columns[0], cached.Columns[1]], 3000);
        for (long first = 1000; first < Count; first += 3000)
        {
            var count = reader.Read(first, 3000, block);
            Assert.Equal(Math.Min(3000, Count - first), count);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(MixedRows.Price(first + i), block.Values<double>(0)[i]);
                Assert.Equal(MixedRows.City(first + i), block.Values<string>(1)[i]);
            }
        }

        Assert.Equal(0, reader.Read(Count, 10, block));
    }

    [Fact]
    public async Task The_file_is_an_Arrow_file()
    {
        using var cached = new MixedRows(Count).CacheOnDisk(_folder);
        using var file = File.OpenRead(cached.Path);
        using var reader = new ArrowFileReader(file);
        var schema = await reader.GetSchema();
        Assert.Equal(cached.Columns.Select(c => c.Name), schema.FieldsList.Select(field => field.Name));
        Assert.Equal(
            [
                ArrowTypeId.Double, ArrowTypeId.String, ArrowTypeId.Int64, ArrowTypeId.Boolean, ArrowTypeId.FixedSizeList,
                ArrowTypeId.FixedSizeList, ArrowTypeId.FixedSizeList, ArrowTypeId.FixedSizedBinary, ArrowTypeId.Int64,
            ],
            schema.FieldsList.Select(field => field.DataType.TypeId));
        var row = 0L;
        for (var i = 0; i < await reader.RecordBatchCountAsync(); i++)
        {
            using var batch = await reader.ReadRecordBatchAsync(i);
            var pixels = (UInt8Array)((FixedSizeListArray)batch.Column(4)).Values;
            var tags = (StringArray)((FixedSizeListArray)batch.Column(6)).Values;
            for (var k = 0; k < batch.Length; k++, row++)
            {
                Assert.Equal(MixedRows.Price(row), ((DoubleArray)batch.Column(0)).Values[k]);
                Assert.Equal(MixedRows.City(row), ((StringArray)batch.Column(1)).GetString(k));
                Assert.Equal(long.MaxValue - row, ((Int64Array)batch.Column(2)).Values[k]);
                Assert.Equal(row % 3 == 1, ((BooleanArray)batch.Column(3)).GetValue(k));
                Assert.Equal((byte)((row + 11) % 256), pixels.Values[(12 * k) + 11]);
                Assert.Equal(MixedRows.City(row + 1), tags.GetString(2 * k));
            }
        }

        Assert.Equal(Count, row);
    }

    [Fact]
    public void The_file_is_used_again_and_written_anew_if_it_is_cut_off_or_foreign()
    {
        var source = new MixedRows(Count);
        var path = source.CacheOnDisk(_folder).Path;
        Assert.Equal(1, source.Readings);
        Assert.True(source.CacheOnDisk(_folder).WasReused);
        Assert.Equal(1, source.Readings);
        Assert.NotEqual(path, new MixedRows(Count - 1).CacheOnDisk(_folder).Path);
        var bytes = File.ReadAllBytes(path);
        byte[][] damaged =
            [[], bytes[..100], bytes[..^1], bytes[..(bytes.Length / 2)], [.. bytes, 0], [.. bytes[..^300], .. bytes[^200..]]];
        for (var i = 0; i < damaged.Length; i++)
        {
            File.Delete(path);
            File.WriteAllBytes(path, damaged[i]);
            using var again = source.CacheOnDisk(_folder);
            Assert.Equal((false, i + 2), (again.WasReused, source.Readings));
            Assert.Equal(Values(source, [1, 9999]), Values(again, [1, 9999]));
            source = new MixedRows(Count);
            for (var k = 0; k < i + 2; k++) source.Open([]).Dispose();
        }
    }

    [Fact]
    public void A_file_of_which_any_byte_was_changed_is_written_anew()
    {
        var source = new MixedRows(500);
        var path = source.CacheOnDisk(_folder).Path;
        var bytes = File.ReadAllBytes(path);
        var random = new Random(3);
        int[] places = [.. Enumerable.Range(0, 40).Select(_ => random.Next(bytes.Length)), bytes.Length - 12, 0, 9];
        for (var i = 0; i < places.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[places[i]] ^= (byte)(1 << random.Next(8));
            File.Delete(path);
            File.WriteAllBytes(path, damaged);
            using var again = source.CacheOnDisk(_folder);
            Assert.False(again.WasReused, $"byte {places[i]} of {bytes.Length}");
            Assert.Equal(bytes, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard()
    {
        // RFC 3720, B.4: 32 bytes of zeros, of ones, and ascending.
        Assert.Equal("8a9136aa", Checksum(new byte[32]));
        Assert.Equal("62a8ab43", Checksum([.. Enumerable.Repeat((byte)255, 32)]));
        Assert.Equal("46dd794e", Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));

        // The parts in which bytes come do not matter.
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * i))];
        for (var at = 0; at < 20; at++) Assert.Equal(Checksum(bytes), Checksum(bytes[..at], bytes[at..]));

        static string Checksum(params byte[][] parts)
        {
            var checksum = new ArrowChecksum();
            foreach (var part in parts) checksum.Add(part);
            return checksum.Text;
        }
    }

    [Fact]
    public void A_file_is_known_by_its_size_time_start_and_end()
    {
        var path = Path.Combine(_folder, "rows.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 50).Select(i => $"{{\"x\": {i}}}"));
        var cache = JsonLines.Open(path).CacheOnDisk(_folder).Path;
        Assert.True(JsonLines.Open(path).CacheOnDisk(_folder).WasReused);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(cache, JsonLines.Open(path).CacheOnDisk(_folder).Path);
        Assert.NotEqual(cache, JsonLines.Open(path, new() { Types = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } })
            .CacheOnDisk(_folder).Path);
    }

    [Fact]
    public void A_full_disk_leaves_nothing_and_says_so()
    {
        var e = Assert.Throws<DataException>(() => RowCaching.Open(
            new MixedRows(Count), _folder, 1 << 28, null, CancellationToken.None, disk => new FullDisk(disk, 300_000)));
        Assert.Contains(_folder, e.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        Assert.Contains("are free there. Nothing is left of it.", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Cancellation_and_failures_leave_nothing()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = new MixedRows(Count, first =>
        {
            if (first > 5000) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => cancelled.CacheOnDisk(_folder, cancellationToken: stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        var failing = new MixedRows(Count, first => throw new DataException("row 4097 is wrong"));
        Assert.Equal("row 4097 is wrong", Assert.Throws<DataException>(() => failing.CacheOnDisk(_folder)).Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void What_killed_writers_left_goes_and_what_others_write_stays()
    {
        var path = new MixedRows(10).CacheOnDisk(_folder).Path;
        File.Delete(path);
        var start = Path.Combine(_folder, $".{Path.GetFileName(path)}.");
        var (dead, alive) = ($"{start}dead", $"{start}alive");
        File.WriteAllText(dead, "left");
        using var writing = new FileStream(alive, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        new MixedRows(10).CacheOnDisk(_folder).Dispose();
        Assert.Equal([alive, path], Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void After_it_is_disposed_no_reader_opens_and_open_ones_go_on()
    {
        var cached = new MixedRows(100).CacheOnDisk(_folder);
        using var reader = cached.Open([0]);
        cached.Dispose();
        var block = new RowBlock([cached.Columns[0]], 10);
        Assert.Equal(10, reader.Read(20, 10, block));
        Assert.Equal(MixedRows.Price(25), block.Values<double>(0)[5]);
        Assert.Throws<ObjectDisposedException>(() => cached.Open([0]));
    }

    static List<object?> Values(IRowSource source, ReadOnlySpan<long> rows)
    {
        var block = new RowBlock(source.Columns, rows.Length);
        int[] columns = [.. Enumerable.Range(0, source.Columns.Count)];
        if (source is MixedRows mixed)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                foreach (var column in columns) mixed.Fill(column, rows[i], block, i, column);
            }
        }
        else
        {
            using var reader = source.Open(columns);
            reader.Read(rows, block);
        }

        return
        [
            .. block.Values<double>(0), .. block.Values<string>(1), .. block.Values<long>(2), .. block.Values<bool>(3),
            .. block.Values<byte>(4), .. block.Values<Half>(5), .. block.Values<string>(6), .. block.Values<BFloat16>(7),
            .. block.Values<long>(8),
        ];
    }
}
