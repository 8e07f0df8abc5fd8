package com.example;

import io.github.cdktfazuremlnetwork.Cloud;
import io.github.cdktfazuremlnetwork.ComputeProps;
import io.github.cdktfazuremlnetwork.Edition;
import io.github.cdktfazuremlnetwork.MachineLearning;
import io.github.cdktfazuremlnetwork.MachineLearningRequirementsProps;
import io.github.cdktfazuremlnetwork.WorkspaceProps;
import java.util.List;

/** Shows how the library refuses an argument: the region does not exist. */
public class UnknownRegion {
    public static void main(String[] args) {
        try {
            MachineLearning.requirements(MachineLearningRequirementsProps.builder()
                    .cloud(Cloud.PUBLIC)
                    .region("westus22")
                    .edition(Edition.E2026_03_19)
                    .workspace(WorkspaceProps.builder().privateEndpoint(true).build())
                    .compute(ComputeProps.builder().publicIp(false).build())
                    .scenarios(List.of())
                    .build());
        } catch (RuntimeException refusal) {
            // The lines after the first are the stack of Node.js, where the library runs.
            refusal.getMessage().lines().findFirst().ifPresent(System.out::println);
        }
    }
}
