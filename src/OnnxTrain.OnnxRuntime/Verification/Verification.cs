using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>One verification: the model and its file, run side by side.</summary>
internal sealed class Verification : IDisposable
{
    public const string Logits = "logits";

    private readonly Model _model;
    private readonly string _path;
    private readonly VerificationData _data;
    private readonly VerificationOptions _options;
    private readonly List<(bool Optimized, OrtRunner Runner)> _runners = [];
    private readonly List<string> _problems = [];
    private readonly LabelComparer _labels;
    private OutputComparer[] _comparers = [];
    private bool _isNumbersOnly;
    private int _runs, _comparedRows;
    private bool _hasFailed;

    public Verification(Model model, string path, VerificationData data, VerificationOptions options)
    {
        (_model, _path, _data, _options) = (model, path, data, options);
        _labels = new(model, data, options);
    }

    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public VerificationReport Run(IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Open() && CheckSignature()) CompareAll(progress, cancellationToken);
        return new()
        {
            Path = _path,
            Outputs = [.. _comparers.Select(c => c.Comparison)],
            Problems = _problems,
            Runs = _runs,
            Rows = _data.Rows,
            ComparedRows = _comparedRows,
            LabelAgreement = _labels.Agreement is { Rows: > 0 } agreement ? agreement : null,
            Provider = _options.Provider,
            RuntimeVersion = OrtSessions.RuntimeVersion,
        };
    }

    public void Dispose()
    {
        foreach (var (_, runner) in _runners) runner.Dispose();
    }

    private bool Open()
    {
        foreach (var optimized in (ReadOnlySpan<bool>)[false, true])
        {
            try
            {
                if (!optimized) _ = Onnx.OnnxFile.Read(_path);
                _runners.Add((optimized, new(_path, optimized, _options.Provider, _options.Threads)));
            }
            catch (InvalidDataException e)
            {
                _problems.Add($"the file does not load: {e.Message}");
                return false;
            }
            catch (Exception e) when (OrtSessions.IsRefusal(e))
            {
                _problems.Add($"ONNX Runtime does not load the file{(optimized ? ", with optimizations on" : "")}: {e.Message}");
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the file can be run on the model's inputs.</summary>
    private bool CheckSignature()
    {
        var file = _runners[0].Runner;
        _isNumbersOnly = NumbersOnlyMark.IsIn(file.Metadata);
        List<(string Name, Value Value)> outputs = _isNumbersOnly ? NumbersOnly.Outputs(_model, _model.Outputs) : [.. _model.Outputs];
        // The exporter adds them where it is asked to.
        if (outputs.All(o => o.Name != Logits) && file.Outputs.Any(o => o.Name == Logits)) outputs.Add((Logits, _model.InferenceOutput));
        OnnxTensorInfo[] wantedInputs = [.. _model.Inputs.Select(i => OnnxTensorInfo.Of(((InputValue)i).Name, InFile(i.Type)))];
        OnnxTensorInfo[] wantedOutputs = [.. outputs.Select(o => OnnxTensorInfo.Of(o.Name, o.Value.Type))];
        _problems.AddRange(SignatureCheck.Problems("input", wantedInputs, file.Inputs));
        _problems.AddRange(SignatureCheck.Problems("output", wantedOutputs, file.Outputs));
        _comparers =
        [
            .. outputs.Where((o, i) => file.Outputs.Any(f => f.Name == o.Name && f.ElementType == wantedOutputs[i].ElementType))
                .Select(o => new OutputComparer(o.Name, o.Value, _data, _options, _model.Target.DeviationsOf(o.Name))),
        ];
        return _comparers.Length > 0 && SignatureCheck.AreInterchangeable(wantedInputs, file.Inputs);
    }

    /// <summary>The type of an input in the file.</summary>
    private TensorType InFile(TensorType type) =>
        _isNumbersOnly && type.ElementType == ElementType.String ? new(ElementType.Float32, type.Shape) : type;

    private void CompareAll(IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var reporter = new RowProgressReporter(progress, _data.Rows, cancellationToken);
        using var native = new Evaluator(_model.Inputs, [.. _comparers.Select(c => c.Value)]);
        foreach (var batch in _data.Batches(_model.Inputs[0].Shape[0], _options, VerificationBatch.MostRows(_model)))
        {
            // Of rows of several sizes each size is compared at least in small batches.
            if (batch.IsOfWhole && _comparedRows > 0 && Stopwatch.GetElapsedTime(started) >= _options.TimeLimit) continue;
            var inputs = _data.Batch(batch.Start, batch.Count);
            var expected = native.Run(inputs);
            if (_isNumbersOnly) inputs = _model.ToNumbers(inputs);
            foreach (var (optimized, runner) in _runners)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (RunFile(runner, inputs, batch, optimized) is { } found) Compare(expected, found, batch, optimized);
            }

            // What fails at one size fails at most others; once is enough to tell.
            if (_hasFailed) return;
            if (batch.IsOfWhole) _comparedRows += Math.Min(batch.Count, _data.Rows);
            reporter.Report(_comparedRows);
        }
    }

    private TensorData[]? RunFile(OrtRunner runner, TensorData[] inputs, VerificationBatch batch, bool optimized)
    {
        try
        {
            _runs++;
            return runner.Run(
                [.. _model.Inputs.Select((input, i) => (((InputValue)input).Name, inputs[i]))],
                [.. _comparers.Select(c => c.Name)]);
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException)
        {
            Fail(batch, optimized, $"ONNX Runtime failed: {e.Message}");
            return null;
        }
    }

    private void Compare(TensorData[] expected, TensorData[] found, VerificationBatch batch, bool optimized)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Type.Equals(found[i].Type)) continue;
            Fail(batch, optimized, $"the output '{_comparers[i].Name}' is {found[i].Type}; the model's is {expected[i].Type}");
            return;
        }

        var label = Find(LabelComparer.Label);
        var probabilities = Find(LabelComparer.Probabilities);
        for (var i = 0; i < expected.Length; i++)
        {
            var isExcused = i == label && probabilities >= 0
                ? _labels.Add(expected[i], found[i], expected[probabilities], batch)
                : null;
            _comparers[i].Add(expected[i], found[i], batch, optimized, isExcused);
        }
    }

    private int Find(string output) =>
        _model.Task == ModelTask.Classification ? Array.FindIndex(_comparers, c => c.Name == output) : -1;

    private void Fail(VerificationBatch batch, bool optimized, string how)
    {
        _hasFailed = true;
        _problems.Add(Invariant($"at batch size {batch.Count}, with optimizations {(optimized ? "on" : "off")}, {how}"));
    }
}
