namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>The files that a trained step is finished from, and what comes of them.</summary>
internal sealed record TrainingInputs(byte[] Manifest, byte[] Model, byte[] Weights, byte[] Finished)
{
    public static TrainingInputs Make()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-seed-");
        try
        {
            // Two layers of one shape: their places may be swapped without anything else being wrong.
            var network = new Sequential(new Linear(2, 2), new Relu(), new Linear(2, 2));
            using var trainer = new Trainer(
                OnnxTrain.Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 2]), 2), new Sgd(0.1));
            var files = trainer.ExportTraining(folder.FullName);
            var finished = Path.Combine(folder.FullName, "finished.onnx");
            TrainingFiles.Finish(folder.FullName, files.Weights, finished);
            return new(
                File.ReadAllBytes(files.Manifest), File.ReadAllBytes(files.Model), File.ReadAllBytes(files.Weights),
                File.ReadAllBytes(finished));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
