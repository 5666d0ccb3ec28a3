namespace OnnxTrain.Tests.Training;

/// <summary>The graph of a step can be had without anything that runs it.</summary>
public class StepGraphTests
{
    [Fact]
    public void A_graph_is_made_and_written_without_its_backend_being_started()
    {
        // CUDA is refused on most machines as soon as a step is to run.
        var options = new TrainingOptions { Backend = new OrtBackend(ExecutionProvider.Cuda), ClipNorm = 1 };
        var (model, loss) = (Spirals.NewModel(), new CrossEntropyLoss());
        using var graph = new StepGraph(model, loss, new Adam(), options);
        using var step = new TrainingStep<float>(model, loss, new Adam(), options with { Backend = TrainingBackend.Native });
        Assert.Equal(GraphText.Of(step.Graph), GraphText.Of(graph.Graph));
        var folder = Directory.CreateTempSubdirectory("onnxtrain-step").FullName;
        using var trainer = new Trainer(model, new Adam(), loss, options);
        Assert.True(trainer.ExportTraining(folder).NodeCount > 0);
        Directory.Delete(folder, recursive: true);
    }
}
