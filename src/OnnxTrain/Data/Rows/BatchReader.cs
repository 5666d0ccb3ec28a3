using System.Numerics;
using System.Runtime.ExceptionServices;

namespace OnnxTrain;

/// <summary>
/// Reads batches, epoch after epoch, without end. While a large batch is in use, a background thread fills the next one: two buffers, and
/// no further allocations. For one consumer.
/// </summary>
internal sealed class BatchReader<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Measured: waking the thread costs some 20 µs, in which this many elements are copied.
    private const int FewestElementsToPrefetch = 1 << 16;

    private readonly IRowReader _rows;
    private readonly Batch<T>[] _buffers;
    private readonly BatchOrder _order;
    private readonly long _firstEpoch;
    private readonly long _firstBatch;
    private readonly Action<Batch<T>>? _augment;
    private readonly Thread? _thread;
    private readonly object _gate = new();

    // Numbers of batches since the start, guarded by the gate: filled ≥ lent ≥ returned ≥ filled − 2.
    private long _filled;
    private long _lent;
    private long _returned;
    private ExceptionDispatchInfo? _failure;
    private bool _stopped;

    /// <param name="data">The rows.</param>
    /// <param name="batchSize">The number of rows in a batch.</param>
    /// <param name="seed">Shuffles each epoch; <see langword="null"/> keeps the rows in order.</param>
    /// <param name="firstEpoch">The first epoch, counted from 0.</param>
    /// <param name="firstBatch">The number of batches of that epoch to skip.</param>
    /// <param name="prefetch">Whether a thread fills ahead; by default for large batches only.</param>
    /// <param name="withReplacement">Whether the seed draws each row from all of them instead of shuffling.</param>
    /// <param name="last">What to do with rows that do not fill the last batch.</param>
    /// <param name="augment">Changes each batch after it is filled, on the filling thread.</param>
    public BatchReader(
        IRowSource data, int batchSize, ulong? seed, long firstEpoch = 0, long firstBatch = 0, bool? prefetch = null,
        bool withReplacement = false, Action<Batch<T>>? augment = null, LastBatch last = LastBatch.Keep)
        : this(
            data, new(RowRoles.RequireCount(data), data.Sizes, batchSize, seed, withReplacement, _ => last), firstEpoch, firstBatch,
            prefetch, augment)
    {
    }

    /// <param name="data">The rows.</param>
    /// <param name="order">The rows in the batches of each epoch.</param>
    /// <param name="firstEpoch">The first epoch, counted from 0.</param>
    /// <param name="firstBatch">The number of batches of that epoch to skip.</param>
    /// <param name="prefetch">Whether a thread fills ahead; by default for large batches only.</param>
    /// <param name="augment">Changes each batch after it is filled, on the filling thread.</param>
    public BatchReader(
        IRowSource data, BatchOrder order, long firstEpoch, long firstBatch, bool? prefetch, Action<Batch<T>>? augment)
    {
        var roles = new RowRoles(data);
        (RowCount, _rows, _order) = (roles.RowCount, roles.Open(), order);
        (_firstEpoch, _firstBatch, _augment) = (firstEpoch, firstBatch, augment);
        _buffers = [new(roles, order.MostRows), new(roles, order.MostRows)];
        if (prefetch ?? _buffers[0].ElementCount >= FewestElementsToPrefetch)
        {
            _thread = new Thread(FillAhead) { IsBackground = true, Name = "OnnxTrain batch reader" };
            _thread.Start();
        }
    }

    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Returns the next batch. The previous one must no longer be used.</summary>
    /// <remarks>An exception of the filling thread is thrown here, after the batches that were filled before it.</remarks>
    public Batch<T> Read()
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        if (_thread is null) return Fill(_lent++);

        lock (_gate)
        {
            _returned = _lent;
            Monitor.Pulse(_gate);
            while (_filled == _lent)
            {
                _failure?.Throw();
                Monitor.Wait(_gate);
            }

            return _buffers[_lent++ & 1];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
        _rows.Dispose();
    }

    private void FillAhead()
    {
        try
        {
            for (long number = 0; WaitForBuffer(number); number++)
            {
                Fill(number);
                lock (_gate)
                {
                    _filled = number + 1;
                    Monitor.Pulse(_gate);
                }
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
                Monitor.Pulse(_gate);
            }
        }
    }

    private bool WaitForBuffer(long number)
    {
        lock (_gate)
        {
            while (number - _returned >= _buffers.Length && !_stopped) Monitor.Wait(_gate);

            return !_stopped;
        }
    }

    private Batch<T> Fill(long number)
    {
        (var epoch, var index) = Math.DivRem(_firstBatch + number, BatchesPerEpoch);
        epoch += _firstEpoch;
        if (index == 0 || number == 0)
        {
            _order.SetEpoch(epoch);
            if (_rows is IOrderedReader ordered) ordered.Ahead(_order.From((int)index));
        }

        var batch = _buffers[number & 1];
        batch.Fill(_rows, _order, epoch, (int)index);
        _augment?.Invoke(batch);
        return batch;
    }
}
